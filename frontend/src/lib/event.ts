/** Reads parts of an event. Events are hostile: any part may be missing or of another type, and nothing here may throw. */
import type { Breadcrumb, EventDetail, ExceptionValue, Frame, Json, Stacktrace, Thread } from "@/types/api";

/** *value* as text to show. Objects become JSON, so that nothing but text ever reaches the page. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}

export function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entries of a Sentry list, which comes bare or as `{values: […]}`. */
function valuesOf<T>(list: unknown): T[] {
  const values = isRecord(list) ? list.values : list;
  if (!Array.isArray(values)) return [];
  return values.filter((value) => isRecord(value)) as T[];
}

export function exceptionsOf(event: EventDetail): ExceptionValue[] {
  return valuesOf<ExceptionValue>(event.exception);
}

export function threadsOf(event: EventDetail): Thread[] {
  return valuesOf<Thread>(event.threads);
}

export function breadcrumbsOf(event: EventDetail): Breadcrumb[] {
  return valuesOf<Breadcrumb>(event.breadcrumbs);
}

export function framesOf(stacktrace: Stacktrace | null | undefined): Frame[] {
  return valuesOf<Frame>(isRecord(stacktrace) ? stacktrace.frames : null);
}

export function tagsOf(event: EventDetail): [string, string][] {
  const { tags } = event;
  if (Array.isArray(tags)) {
    return tags
      .filter((tag) => Array.isArray(tag) && tag.length >= 2)
      .map(([key, value]) => [asText(key), asText(value)]);
  }
  return isRecord(tags) ? Object.entries(tags).map(([key, value]) => [key, asText(value)]) : [];
}

/** Pairs of a request part, which comes as an object, as pairs, or as one string. */
export function pairsOf(value: unknown): [string, Json][] {
  if (isRecord(value)) return Object.entries(value);
  if (Array.isArray(value)) {
    return value
      .filter((pair): pair is Json[] => Array.isArray(pair))
      .map((pair) => [asText(pair[0]), pair[1] ?? null]);
  }
  if (typeof value === "string" && value !== "") return [...new URLSearchParams(value)];
  return [];
}

export function frameFile(frame: Frame): string {
  return (
    asText(frame.filename) ||
    asText(frame.module) ||
    asText(frame.abs_path) ||
    asText(frame.package) ||
    "unknown"
  );
}

export function frameLocation(frame: Frame): string {
  const line = frame.lineno ? `:${asText(frame.lineno)}` : "";
  const column = frame.lineno && frame.colno ? `:${asText(frame.colno)}` : "";
  return `${frameFile(frame)}${line}${column}`;
}

export type SourceLine = { number: number; text: string; isFailing: boolean };

/** The lines around the failing one, numbered. Empty when the event carries no source. */
export function sourceLines(frame: Frame): SourceLine[] {
  if (typeof frame.context_line !== "string") return [];
  const before = Array.isArray(frame.pre_context) ? frame.pre_context : [];
  const after = Array.isArray(frame.post_context) ? frame.post_context : [];
  const failing = Number(frame.lineno) || 0;
  return [...before, frame.context_line, ...after].map((text, index) => ({
    number: failing - before.length + index,
    text: asText(text),
    isFailing: index === before.length,
  }));
}

/** The stack trace as plain text, in the style of its platform, most recent call where the platform puts it. */
export function traceAsText(exceptions: ExceptionValue[], platform: string | null | undefined): string {
  const isPython = platform === "python";
  const ordered = isPython ? exceptions : exceptions.toReversed();
  return ordered.map((exception) => exceptionAsText(exception, isPython)).join("\n\n");
}

function exceptionAsText(exception: ExceptionValue, isPython: boolean): string {
  const title = [asText(exception.type), asText(exception.value)].filter(Boolean).join(": ");
  const frames = framesOf(exception.stacktrace);
  if (isPython) {
    const lines = frames.map((frame) => {
      const source = frame.context_line ? `\n    ${asText(frame.context_line).trim()}` : "";
      return `  File "${frameFile(frame)}", line ${asText(frame.lineno)}, in ${asText(frame.function)}${source}`;
    });
    return ["Traceback (most recent call last):", ...lines, title].join("\n");
  }
  const lines = frames
    .toReversed()
    .map((frame) => `    at ${asText(frame.function) || "<anonymous>"} (${frameLocation(frame)})`);
  return [title, ...lines].join("\n");
}

/** What normalization or scrubbing did to a value, from its mark in `_meta`; null when nothing was done. */
export function describeMeta(meta: unknown): string | null {
  const own = isRecord(meta) ? meta[""] : null;
  if (!isRecord(own)) return null;
  const remarks = Array.isArray(own.rem) ? own.rem.flat().map(asText) : [];
  const wasScrubbed = remarks.some(
    (remark) => /^[@#]|password|secret|pii|scrub|filter/i.test(remark) && !remark.startsWith("!"),
  );
  if (typeof own.len === "number") return `truncated, was ${own.len.toLocaleString("en")} long`;
  if (wasScrubbed) return "removed by scrubbing";
  if (Array.isArray(own.err) && own.err.length > 0) return `changed: ${own.err.map(asText).join(", ")}`;
  return remarks.length > 0 ? "changed on the way in" : null;
}

export function metaOf(meta: unknown, key: string | number): unknown {
  return isRecord(meta) ? meta[String(key)] : undefined;
}
