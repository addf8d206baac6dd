export function ReleasesPage(_props: Record<string, unknown>) {
  return null;
}
