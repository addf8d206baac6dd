export function OrganizationSettingsFrame(_props: Record<string, unknown>) {
  return null;
}
