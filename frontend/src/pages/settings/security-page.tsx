export function SecurityPage(_props: Record<string, unknown>) {
  return null;
}
