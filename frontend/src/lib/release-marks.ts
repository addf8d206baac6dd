/** Where releases and deploys fall within a span of time, for the charts that show them. */
import { parseTime } from "@/lib/time";
import type { Deploy, Release } from "@/types/api";

type DatedRelease = Pick<Release, "version" | "date_created" | "date_released">;
type DatedDeploy = Pick<Deploy, "version" | "environment" | "finished_at">;
type Moment = { at: string; label: string };

/** *position* runs from 0, where the span begins, to 1. */
export type ReleaseMark = { position: number; versions: string[] };

/** The *releases* between *from* and *to*, of *slots* equal parts each with at most one mark, earliest first. */
export function placeReleases(
  releases: readonly DatedRelease[],
  from: number,
  to: number,
  slots: number,
): ReleaseMark[] {
  const moments = releases.map((release) => ({
    at: release.date_released ?? release.date_created,
    label: release.version,
  }));
  return placeMoments(moments, from, to, slots).map(({ position, labels }) => ({
    position,
    versions: labels,
  }));
}

/** Marks of a chart over *buckets*, the starts of equal parts: what was released and what was deployed where. */
export function chartMarks(
  releases: readonly DatedRelease[],
  deploys: readonly DatedDeploy[],
  buckets: readonly { at: string }[],
) {
  const [first, second] = buckets.map(({ at }) => Date.parse(at));
  if (first === undefined || second === undefined) return [];
  const moments = [
    ...releases.map((release) => ({
      at: release.date_released ?? release.date_created,
      label: `Release ${release.version}`,
    })),
    ...deploys.map((deploy) => ({
      at: deploy.finished_at,
      label: `Deploy of ${deploy.version} to ${deploy.environment}`,
    })),
  ];
  const end = first + (second - first) * buckets.length;
  return placeMoments(moments, first, end, buckets.length).map(({ position, labels }) => ({
    position,
    label: labels.join(", "),
  }));
}

function placeMoments(moments: readonly Moment[], from: number, to: number, slots: number) {
  const placed = new Map<number, { position: number; labels: string[] }>();
  for (const moment of moments) {
    const at = parseTime(moment.at)?.getTime();
    if (at === undefined || at < from || at >= to) continue;
    const position = (at - from) / (to - from);
    const slot = Math.floor(position * slots);
    const mark = placed.get(slot);
    if (mark) mark.labels.push(moment.label);
    else placed.set(slot, { position, labels: [moment.label] });
  }
  return [...placed.values()].sort((left, right) => left.position - right.position);
}
