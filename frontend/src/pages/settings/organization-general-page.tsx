export function OrganizationGeneralPage(_props: Record<string, unknown>) {
  return null;
}
