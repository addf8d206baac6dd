/** What the rules would do to the last stored events: which of them would stand in another group than now. */
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { asText, isRecord } from "@/lib/event";
import { pluralize } from "@/lib/numbers";
import type { Json } from "@/types/api";

export function GroupingPreview({ answer }: { answer: { [key: string]: Json } }) {
  const rows = rowsOf(answer);
  const changed = rows.filter(isChanged);
  return (
    <Card
      title="Preview"
      description={`${pluralize(rows.length, "recent event")} tried, ${changed.length} would be grouped differently.`}
      isFlush
    >
      <ul>
        {rows.slice(0, 100).map((row, index) => (
          <li
            key={index}
            className="flex items-center gap-3 border-line border-b px-4 py-2 text-xs last:border-0"
          >
            <Badge tone={isChanged(row) ? "warn" : "neutral"}>{isChanged(row) ? "moves" : "stays"}</Badge>
            <span className="min-w-0 flex-1 truncate">{asText(row.title) || asText(row.event_id)}</span>
            <span className="truncate font-mono text-2xs text-ink-faint">{hashAfter(row).slice(0, 12)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Row = { [key: string]: Json };

function rowsOf(answer: Row): Row[] {
  const list = [answer.events, answer.data, answer.groups].find((candidate) => Array.isArray(candidate));
  return Array.isArray(list) ? list.filter((row) => isRecord(row)) : [];
}

function hashAfter(row: Row): string {
  return asText(row.hash ?? row.after ?? row.new_hash ?? row.fingerprint);
}

function isChanged(row: Row): boolean {
  if (typeof row.changed === "boolean") return row.changed;
  const before = asText(row.before ?? row.old_hash ?? row.current_hash);
  return before !== "" && before !== hashAfter(row);
}
