export function ProfilePage(_props: Record<string, unknown>) {
  return null;
}
