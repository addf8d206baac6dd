/** A list of events, newest first, that loads more on demand. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { IssueTitle } from "@/features/issues/issue-title";
import { LevelMark } from "@/features/issues/level-mark";
import { asText, isRecord } from "@/lib/event";
import type { EventRow, Page } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Card } from "@/ui/card";
import { PagedList } from "@/ui/paged-list";
import { EmptyState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type EventTableProps = {
  orgSlug: string;
  projectSlug: string;
  events: UseInfiniteQueryResult<InfiniteData<Page<EventRow>>>;
  onShow?: (eventId: string) => void;
};

export function EventTable({ orgSlug, projectSlug, events, onShow }: EventTableProps) {
  return (
    <Card isFlush>
      <PagedList
        pages={events}
        skeletonCount={10}
        skeletonClassName="h-13"
        empty={
          <EmptyState icon="list" title="No events">
            None match, or those that did have expired.
          </EmptyState>
        }
      >
        {(event) => (
          <EventTableRow
            key={`${event.project_id} ${event.event_id}`}
            event={event}
            orgSlug={orgSlug}
            projectSlug={projectSlug}
            onShow={onShow}
          />
        )}
      </PagedList>
    </Card>
  );
}

type EventTableRowProps = {
  event: EventRow;
  orgSlug: string;
  projectSlug: string;
  onShow?: (eventId: string) => void;
};

function EventTableRow({ event, orgSlug, projectSlug, onShow }: EventTableRowProps) {
  const look = "min-w-0 truncate text-left text-sm after:absolute after:inset-0";
  const title = <IssueTitle title={asText(event.title) || asText(event.message)} />;
  return (
    <li className="relative flex min-h-13 items-center gap-3 border-line border-b px-4 py-1.5 last:border-0 hover:bg-hover/70">
      <LevelMark level={event.level} />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0">
          {onShow ? (
            <button type="button" onClick={() => onShow(event.event_id)} className={look}>
              {title}
            </button>
          ) : (
            <Link
              to="/organizations/$orgSlug/projects/$projectSlug/events/$eventId"
              params={{ orgSlug, projectSlug, eventId: event.event_id }}
              className={look}
            >
              {title}
            </Link>
          )}
        </div>
        <div className="flex min-w-0 gap-2 text-ink-faint text-xs">
          <span className="font-mono text-2xs leading-[1.125rem]">{event.event_id.slice(0, 8)}</span>
          <span className="truncate">{asText(event.transaction)}</span>
          <span className="truncate max-sm:hidden">{describeUser(event.user)}</span>
        </div>
      </div>
      {event.release && (
        <Badge className="max-w-36 max-md:hidden">
          <span className="truncate">{event.release}</span>
        </Badge>
      )}
      {event.environment && <Badge className="max-sm:hidden">{event.environment}</Badge>}
      <TimeAgo at={event.timestamp} className="w-24 shrink-0 text-right text-ink-soft text-xs tabular" />
    </li>
  );
}

function describeUser(user: EventRow["user"]): string {
  if (!isRecord(user)) return asText(user);
  return asText(user.email) || asText(user.username) || asText(user.id) || asText(user.ip_address);
}
