/** Says in words what happened to an issue. */
import { asText, isRecord } from "@/lib/event";
import type { Activity, Json } from "@/types/api";

const statusWords: Record<string, string> = {
  resolved: "resolved it",
  ignored: "ignored it",
  unresolved: "reopened it",
};

export function describeActivity({ type, data }: Activity): string {
  const details: Record<string, Json> = isRecord(data) ? data : {};
  const to = nameOf(details.to ?? details.status ?? details.assignee);
  switch (type) {
    case "status_change":
      return (statusWords[to] ?? `set the status to ${to}`) + describeStatusDetails(details);
    case "assignment":
      return to ? `assigned it to ${to}` : "removed the assignee";
    case "regression":
      return `saw it again${details.release ? ` in ${asText(details.release)}` : ""}: it regressed`;
    case "merge":
      return "merged issues into it";
    case "unmerge":
      return "split fingerprints off";
    case "first_seen":
      return "saw it for the first time";
    default:
      return type.replaceAll("_", " ");
  }
}

function nameOf(value: Json | undefined): string {
  if (isRecord(value))
    return asText(value.name) || asText(value.email) || asText(value.status) || asText(value.id);
  return asText(value);
}

function describeStatusDetails(details: Record<string, Json>): string {
  const nested = isRecord(details.status_details) ? details.status_details : details;
  if (nested.in_next_release) return " in the next release";
  if (nested.in_release) return ` in ${asText(nested.in_release)}`;
  if (nested.ignore_until) return ` until ${asText(nested.ignore_until)}`;
  if (nested.ignore_count) return ` until ${asText(nested.ignore_count)} more happen`;
  return "";
}
