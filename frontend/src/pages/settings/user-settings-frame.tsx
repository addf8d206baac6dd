export function UserSettingsFrame(_props: Record<string, unknown>) {
  return null;
}
