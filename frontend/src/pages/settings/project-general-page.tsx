export function ProjectGeneralPage(_props: Record<string, unknown>) {
  return null;
}
