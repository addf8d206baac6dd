export function ProjectFiltersPage(_props: Record<string, unknown>) {
  return null;
}
