export function ProjectSettingsFrame(_props: Record<string, unknown>) {
  return null;
}
