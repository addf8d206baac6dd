import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { EventContent } from "@/features/events/event-content";
import { eventQuery } from "@/features/events/queries";
import { asText } from "@/lib/event";
import type { EventDetail, Project } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { CopyButton } from "@/ui/copy-button";
import { PageHeader } from "@/ui/layout/page-header";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type EventPageProps = { orgSlug: string; project: Project; eventId: string };

export function EventPage({ orgSlug, project, eventId }: EventPageProps) {
  const { data: event, error, refetch } = useQuery(eventQuery(eventId, project.id));
  const [showsJson, setShowsJson] = useState(false);
  if (error) return <ErrorState error={error} onRetry={refetch} className="min-h-[70vh] justify-center" />;
  return (
    <>
      <PageHeader
        title={event ? asText(event.title) || asText(event.message) || "Event" : "Event"}
        parent={<span className="font-mono">{eventId}</span>}
        actions={
          event && (
            <>
              <Button aria-pressed={showsJson} onClick={() => setShowsJson(!showsJson)}>
                {showsJson ? "Show the event" : "Show JSON"}
              </Button>
              <Link
                to="/organizations/$orgSlug/projects/$projectSlug/issues/$issueId"
                params={{ orgSlug, projectSlug: project.slug, issueId: event.issue_id }}
                search={{ event: event.event_id }}
                className={buttonClass({ variant: "primary" })}
              >
                Open the issue
              </Link>
            </>
          )
        }
      />
      <div className="px-4 pb-10 sm:px-6">
        {event ? (
          <>
            <EventFacts event={event} />
            {showsJson ? (
              <RawEvent event={event} />
            ) : (
              <EventContent event={event} orgSlug={orgSlug} projectSlug={project.slug} />
            )}
          </>
        ) : (
          <Skeleton className="h-96 w-full rounded-lg" />
        )}
      </div>
    </>
  );
}

function EventFacts({ event }: { event: EventDetail }) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2 text-ink-soft text-sm">
      <Badge tone={event.level === "error" || event.level === "fatal" ? "danger" : "neutral"}>
        {event.level}
      </Badge>
      {event.environment && <Badge>{event.environment}</Badge>}
      {event.release && <Badge>{event.release}</Badge>}
      {event.platform && <Badge>{event.platform}</Badge>}
      <span>
        happened <TimeAgo at={event.timestamp} />, received <TimeAgo at={event.received_at} />
      </span>
      {event.sdk && (
        <span className="text-ink-faint">
          {asText(event.sdk.name)} {asText(event.sdk.version)}
        </span>
      )}
    </div>
  );
}

function RawEvent({ event }: { event: EventDetail }) {
  const json = JSON.stringify(event.raw ?? event, null, 2);
  return (
    <div className="relative rounded-lg border border-line bg-surface">
      <div className="absolute top-2 right-2 flex gap-2">
        <CopyButton text={json} label="Copy" />
      </div>
      <section
        tabIndex={0}
        aria-label="Event as JSON"
        className="overflow-x-auto p-4 font-mono text-xs leading-5"
      >
        <pre>{json}</pre>
      </section>
    </div>
  );
}
