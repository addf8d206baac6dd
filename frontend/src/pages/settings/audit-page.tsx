export function AuditPage(_props: Record<string, unknown>) {
  return null;
}
