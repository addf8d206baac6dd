/** Which event is shown, and the way to its neighbours, whose content is fetched ahead. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { issueEventQuery } from "@/features/events/queries";
import { classes } from "@/lib/classes";
import type { IssueSearch } from "@/lib/issue-search";
import { useHotkeys } from "@/lib/use-hotkeys";
import type { EventDetail, Project } from "@/types/api";
import { Badge } from "@/ui/badge";
import { CopyButton } from "@/ui/copy-button";
import { DeadEnd } from "@/ui/dead-end";
import { Icon, type IconName } from "@/ui/icon";
import { TimeAgo } from "@/ui/time-ago";

type EventPagerProps = {
  orgSlug: string;
  project: Project;
  issueId: string;
  eventId: string;
  event: EventDetail | undefined;
  listSearch: IssueSearch;
};

const route = "/organizations/$orgSlug/projects/$projectSlug/issues/$issueId";

export function EventPager({ orgSlug, project, issueId, eventId, event, listSearch }: EventPagerProps) {
  const navigate = useNavigate();
  const params = { orgSlug, projectSlug: project.slug, issueId };
  const older = event?.previous_event_id ?? null;
  const newer = event?.next_event_id ?? null;
  usePrefetchedNeighbours(project.id, issueId, older, newer);
  const show = (id: string | null) => () => {
    if (id)
      navigate({
        to: route,
        params,
        search: { ...listSearch, event: id },
        replace: true,
        resetScroll: false,
      });
  };
  useHotkeys({ "[": show(older), "]": show(newer) });
  const link = { params, listSearch };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1.5 sm:flex-nowrap">
      <div className="flex shrink-0 rounded-md bg-surface shadow-card ring-1 ring-line-strong ring-inset">
        <PagerLink {...link} icon="chevrons-left" label="Oldest event" target={older ? "oldest" : null} />
        <PagerLink {...link} icon="chevron-left" label="Older event ([)" target={older} />
        <PagerLink {...link} icon="chevron-right" label="Newer event (])" target={newer} />
        <PagerLink {...link} icon="chevrons-right" label="Latest event" target={newer ? "latest" : null} />
      </div>
      <div className="flex h-8 min-w-0 flex-1 items-center gap-x-2 overflow-hidden *:shrink-0 sm:flex-none">
        {event && <Identity orgSlug={orgSlug} project={project} event={event} />}
        {event && !newer && eventId !== "oldest" && <Badge tone="accent">latest</Badge>}
        {event && <TimeAgo at={event.timestamp} className="shrink! truncate text-ink-soft text-sm" />}
      </div>
      <div className="flex h-5 min-w-0 basis-full items-center gap-x-3 overflow-hidden sm:basis-0 sm:grow">
        {event?.environment && <Where name={event.environment} className="max-w-36!" />}
        {event?.release && <Where name={event.release} className="max-w-48!" />}
      </div>
    </div>
  );
}

function Identity({ orgSlug, project, event }: { orgSlug: string; project: Project; event: EventDetail }) {
  return (
    <span className="flex items-center gap-1 text-sm">
      <Link
        to="/organizations/$orgSlug/projects/$projectSlug/events/$eventId"
        params={{ orgSlug, projectSlug: project.slug, eventId: event.event_id }}
        className="font-mono text-xs hover:text-accent-ink hover:underline"
        title={event.event_id}
      >
        {event.event_id.slice(0, 8)}
      </Link>
      <CopyButton isIcon text={event.event_id} label="Copy the event id" />
    </span>
  );
}

function Where({ name, className }: { name: string; className: string }) {
  return (
    <Badge className={className}>
      <span className="truncate">{name}</span>
    </Badge>
  );
}

function usePrefetchedNeighbours(
  projectId: string,
  issueId: string,
  older: string | null,
  newer: string | null,
): void {
  const queries = useQueryClient();
  useEffect(() => {
    for (const id of [older, newer]) if (id) queries.prefetchQuery(issueEventQuery(projectId, issueId, id));
  }, [queries, projectId, issueId, older, newer]);
}

type PagerLinkProps = {
  icon: IconName;
  label: string;
  target: string | null;
  params: { orgSlug: string; projectSlug: string; issueId: string };
  listSearch: IssueSearch;
};

function PagerLink({ icon, label, target, params, listSearch }: PagerLinkProps) {
  const look = "flex size-8 items-center justify-center first:rounded-l-md last:rounded-r-md";
  if (!target) return <DeadEnd icon={icon} label={label} className={look} />;
  return (
    <Link
      to={route}
      params={params}
      search={{ ...listSearch, event: target }}
      replace
      resetScroll={false}
      preload={false}
      aria-label={label}
      title={label}
      className={classes(look, "text-ink-soft hover:bg-hover hover:text-ink")}
    >
      <Icon name={icon} />
    </Link>
  );
}
