/** Links that come from events. Only plain web addresses become links; everything else stays text. */

export function safeHref(value: unknown): string | null {
  if (typeof value !== "string" || value.length > 4096) return null;
  if (!/^https?:\/\//i.test(value)) return null;
  try {
    const url = new URL(value);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A path of this application to continue at after signing in; anything that could leave the origin becomes `/`. */
export function safeReturnPath(value: unknown): string {
  if (typeof value !== "string" || !/^\/(?![/\\])/.test(value)) return "/";
  return value;
}
