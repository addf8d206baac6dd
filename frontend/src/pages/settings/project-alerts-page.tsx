export function ProjectAlertsPage(_props: Record<string, unknown>) {
  return null;
}
