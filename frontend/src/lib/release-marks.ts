/** Where releases fall within a span of time, for the charts that show them. */
import { parseTime } from "@/lib/time";
import type { Release } from "@/types/api";

/** *position* runs from 0, where the span begins, to 1. */
export type ReleaseMark = { position: number; versions: string[] };

/** The *releases* between *from* and *to*, of *slots* equal parts each with at most one mark, earliest first. */
export function placeReleases(
  releases: readonly Pick<Release, "version" | "date_created" | "date_released">[],
  from: number,
  to: number,
  slots: number,
): ReleaseMark[] {
  const placed = new Map<number, ReleaseMark>();
  for (const release of releases) {
    const at = parseTime(release.date_released ?? release.date_created)?.getTime();
    if (at === undefined || at < from || at >= to) continue;
    const position = (at - from) / (to - from);
    const slot = Math.floor(position * slots);
    const mark = placed.get(slot);
    if (mark) mark.versions.push(release.version);
    else placed.set(slot, { position, versions: [release.version] });
  }
  return [...placed.values()].sort((left, right) => left.position - right.position);
}
