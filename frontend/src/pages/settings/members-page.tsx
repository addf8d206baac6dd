export function MembersPage(_props: Record<string, unknown>) {
  return null;
}
