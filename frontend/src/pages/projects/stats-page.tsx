export function StatsPage(_props: Record<string, unknown>) {
  return null;
}
