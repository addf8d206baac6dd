export function ProjectGroupingPage(_props: Record<string, unknown>) {
  return null;
}
