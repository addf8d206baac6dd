/** What the rules would do to the last stored events: which of them would stand together, and which move away from where they are. */

import { pluralize } from "@/lib/numbers";
import type { RegroupedEvent, RegroupingPreview } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Card } from "@/ui/card";
import { EmptyState } from "@/ui/states";

export function GroupingPreview({ preview }: { preview: RegroupingPreview }) {
  const groups = groupsAfter(preview.events);
  return (
    <Card
      title="Preview"
      description={`${pluralize(preview.events.length, "recent event")} tried: ${preview.moved} would be grouped differently, into ${pluralize(groups.length, "group")} in all.`}
      isFlush
    >
      {preview.events.length === 0 && <EmptyState icon="list" title="No stored events to try the rules on" />}
      <ul>
        {groups.map((group) => (
          <PreviewGroup key={group.hash} group={group} />
        ))}
      </ul>
    </Card>
  );
}

type Group = { hash: string; events: RegroupedEvent[]; moved: number; issues: number };

/** The groups as they would be, those that change first. */
function groupsAfter(events: RegroupedEvent[]): Group[] {
  const byHash = new Map<string, RegroupedEvent[]>();
  for (const event of events) byHash.set(event.after, [...(byHash.get(event.after) ?? []), event]);
  return [...byHash]
    .map(([hash, members]) => ({
      hash,
      events: members,
      moved: members.filter(({ changed }) => changed).length,
      issues: new Set(members.map(({ issue_id }) => issue_id)).size,
    }))
    .sort((left, right) => right.moved - left.moved || right.events.length - left.events.length);
}

function PreviewGroup({ group }: { group: Group }) {
  const titles = [...new Set(group.events.map(({ title }) => title))];
  return (
    <li className="flex items-start gap-3 border-line border-b px-4 py-2 text-xs last:border-0">
      <Badge tone={group.moved > 0 ? "warn" : "neutral"}>
        {group.moved > 0 ? `${group.moved} move here` : "as now"}
      </Badge>
      <div className="min-w-0 flex-1">
        {titles.slice(0, 3).map((title) => (
          <p key={title} className="truncate">
            {title}
          </p>
        ))}
        {titles.length > 3 && <p className="text-ink-faint">and {titles.length - 3} more titles</p>}
        {group.issues > 1 && (
          <p className="text-warn-ink">Joins events of {pluralize(group.issues, "issue")} of today.</p>
        )}
      </div>
      <span className="text-ink-faint tabular">{pluralize(group.events.length, "event")}</span>
      <code className="font-mono text-2xs text-ink-faint leading-[1.125rem]">{group.hash.slice(0, 8)}</code>
    </li>
  );
}
