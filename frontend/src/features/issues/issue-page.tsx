import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EventContent } from "@/features/events/event-content";
import { EventPager } from "@/features/events/event-pager";
import { issueEventQuery } from "@/features/events/queries";
import { GroupingPanel } from "@/features/issues/grouping-panel";
import { IssueAside } from "@/features/issues/issue-aside";
import { IssueEvents } from "@/features/issues/issue-events";
import { IssueFeedback } from "@/features/issues/issue-feedback";
import { IssueHeader } from "@/features/issues/issue-header";
import { IssueTags } from "@/features/issues/issue-tags";
import { issueQuery } from "@/features/issues/queries";
import { classes } from "@/lib/classes";
import type { IssueSearch } from "@/lib/issue-search";
import type { IssueDetail, Project } from "@/types/api";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

export type IssuePageProps = {
  orgSlug: string;
  project: Project;
  issueId: string;
  eventId: string;
  listSearch: IssueSearch;
};

const tabs = [
  { id: "event", label: "Event" },
  { id: "events", label: "All events" },
  { id: "tags", label: "Tags" },
  { id: "feedback", label: "Feedback" },
  { id: "grouping", label: "Why grouped" },
] as const;
type Tab = (typeof tabs)[number]["id"];

export function IssuePage(props: IssuePageProps) {
  const { project, issueId } = props;
  const { data: issue, error, refetch } = useQuery(issueQuery(project.id, issueId));
  const [tab, setTab] = useState<Tab>("event");
  if (error && !issue)
    return <ErrorState error={error} onRetry={refetch} className="min-h-[70vh] justify-center" />;
  return (
    <>
      <IssueHeader {...props} issue={issue} />
      <div className="grid items-start gap-x-6 gap-y-4 px-4 pt-4 pb-12 sm:px-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <div
            role="tablist"
            aria-label="Parts of the issue"
            className="mb-3 flex gap-5 overflow-x-auto overflow-y-hidden border-line border-b"
          >
            {tabs.map(({ id, label }) => (
              <TabButton key={id} id={id} label={label} isActive={tab === id} onChoose={() => setTab(id)} />
            ))}
          </div>
          <div role="tabpanel" id="issue-panel" aria-labelledby={`tab-${tab}`}>
            <TabPanel {...props} tab={tab} issue={issue} onShowEvent={() => setTab("event")} />
          </div>
        </div>
        <IssueAside orgSlug={props.orgSlug} project={project} issueId={issueId} issue={issue} />
      </div>
    </>
  );
}

type TabButtonProps = { id: Tab; label: string; isActive: boolean; onChoose: () => void };

function TabButton({ id, label, isActive, onChoose }: TabButtonProps) {
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${id}`}
      aria-selected={isActive}
      aria-controls="issue-panel"
      onClick={onChoose}
      className={classes(
        "-mb-px h-9 shrink-0 border-b-2 font-medium text-sm transition-colors duration-100",
        isActive ? "border-accent text-ink" : "border-transparent text-ink-soft hover:text-ink",
      )}
    >
      {label}
    </button>
  );
}

type TabPanelProps = IssuePageProps & { tab: Tab; issue: IssueDetail | undefined; onShowEvent: () => void };

function TabPanel({ tab, onShowEvent, ...props }: TabPanelProps) {
  const { orgSlug, project, issueId } = props;
  if (tab === "events") return <IssueEvents {...props} onShowEvent={onShowEvent} />;
  if (tab === "tags") return <IssueTags orgSlug={orgSlug} project={project} issueId={issueId} />;
  if (tab === "feedback") return <IssueFeedback orgSlug={orgSlug} project={project} issueId={issueId} />;
  if (tab === "grouping") return <GroupingPanel project={project} issueId={issueId} />;
  return <EventPanel {...props} />;
}

function EventPanel({ orgSlug, project, issueId, eventId, listSearch }: IssuePageProps) {
  const {
    data: event,
    error,
    refetch,
    isPlaceholderData,
  } = useQuery({
    ...issueEventQuery(project.id, issueId, eventId),
    placeholderData: (before) => before,
  });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <>
      <EventPager
        orgSlug={orgSlug}
        project={project}
        issueId={issueId}
        eventId={eventId}
        event={event}
        listSearch={listSearch}
      />
      <div
        className={classes("min-h-[80vh] transition-opacity duration-100", isPlaceholderData && "opacity-50")}
      >
        {event ? (
          <EventContent key={event.event_id} event={event} orgSlug={orgSlug} projectSlug={project.slug} />
        ) : (
          <EventSkeleton />
        )}
      </div>
    </>
  );
}

function EventSkeleton() {
  return (
    <div role="status" aria-label="Loading the event" className="space-y-3">
      <Skeleton className="h-8 w-full" />
      <Skeleton className="h-96 w-full rounded-lg" />
      <Skeleton className="h-24 w-full rounded-lg" />
      <Skeleton className="h-64 w-full rounded-lg" />
    </div>
  );
}
