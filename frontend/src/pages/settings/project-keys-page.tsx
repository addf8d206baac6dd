export function ProjectKeysPage(_props: Record<string, unknown>) {
  return null;
}
