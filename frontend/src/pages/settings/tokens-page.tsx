export function TokensPage(_props: Record<string, unknown>) {
  return null;
}
