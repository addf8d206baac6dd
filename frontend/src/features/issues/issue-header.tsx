import { Link } from "@tanstack/react-router";
import { IssueActions } from "@/features/issues/issue-actions";
import { IssueTitle } from "@/features/issues/issue-title";
import { LevelMark } from "@/features/issues/level-mark";
import { useIssueNeighbours } from "@/features/issues/use-issue-neighbours";
import { classes } from "@/lib/classes";
import type { IssueSearch } from "@/lib/issue-search";
import { parseTime } from "@/lib/time";
import type { IssueDetail, Project } from "@/types/api";
import { Badge } from "@/ui/badge";
import { DeadEnd } from "@/ui/dead-end";
import { Icon } from "@/ui/icon";
import { Skeleton } from "@/ui/skeleton";

type IssueHeaderProps = {
  orgSlug: string;
  project: Project;
  issueId: string;
  eventId: string;
  listSearch: IssueSearch;
  issue: IssueDetail | undefined;
};

export function IssueHeader({ orgSlug, project, issueId, eventId, listSearch, issue }: IssueHeaderProps) {
  const { previousId, nextId } = useIssueNeighbours(orgSlug, project, issueId, listSearch);
  const params = { orgSlug, projectSlug: project.slug };
  return (
    <header className="z-20 border-line border-b bg-canvas/95 lg:sticky px-4 pt-3 pb-3 backdrop-blur-sm sm:px-6 lg:top-0">
      <title>{issue ? `${issue.short_id} ${issue.title} · MiniSentry` : "Issue · MiniSentry"}</title>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 text-ink-faint text-sm">
          <Link
            to="/organizations/$orgSlug/projects/$projectSlug/issues"
            params={params}
            search={listSearch}
            className="hover:text-ink"
          >
            Issues
          </Link>
          <Icon name="chevron-right" className="size-3.5" />
          <span className="font-medium text-ink">{issue?.short_id ?? "…"}</span>
        </nav>
        <span className="flex">
          <NeighbourLink
            icon="chevron-left"
            label="Previous issue of the list (k)"
            target={previousId}
            params={params}
            listSearch={listSearch}
          />
          <NeighbourLink
            icon="chevron-right"
            label="Next issue of the list (j)"
            target={nextId}
            params={params}
            listSearch={listSearch}
          />
        </span>
        <div className="flex flex-wrap items-center gap-1.5 sm:ml-auto">
          <IssueActions orgSlug={orgSlug} project={project} eventId={eventId} issue={issue} />
        </div>
      </div>
      <div className="mt-2 min-h-18 sm:min-h-12">
        {issue ? (
          <>
            <h1 className="flex min-w-0 items-start gap-2.5 text-lg leading-6">
              <LevelMark level={issue.level} className="mt-1.75 size-2.5" />
              <span className="line-clamp-2 min-w-0 [overflow-wrap:anywhere]" title={issue.title}>
                <IssueTitle title={issue.title} />
              </span>
            </h1>
            <div className="mt-1 flex items-center gap-2 overflow-hidden pl-5 text-xs *:shrink-0">
              <StatusBadge issue={issue} />
              {issue.handled === false && <Badge tone="danger">unhandled</Badge>}
              <span className="min-w-0 shrink! truncate font-mono text-ink-faint">{issue.culprit}</span>
            </div>
          </>
        ) : (
          <Skeleton className="h-6 w-96 max-w-full" />
        )}
      </div>
    </header>
  );
}

function StatusBadge({ issue }: { issue: IssueDetail }) {
  const details = issue.status_details;
  if (issue.status === "resolved") {
    const where = details?.in_next_release
      ? " in the next release"
      : details?.in_release
        ? ` in ${details.in_release}`
        : "";
    return <Badge tone="ok">resolved{where}</Badge>;
  }
  if (issue.status === "ignored") {
    const until = parseTime(details?.ignore_until);
    return (
      <Badge title={until?.toISOString()}>
        ignored
        {until ? ` until ${until.toLocaleString("en")}` : details?.ignore_count ? " until more happen" : ""}
      </Badge>
    );
  }
  return <Badge tone="warn">unresolved</Badge>;
}

type NeighbourLinkProps = {
  icon: "chevron-left" | "chevron-right";
  label: string;
  target: string | undefined;
  params: { orgSlug: string; projectSlug: string };
  listSearch: IssueSearch;
};

function NeighbourLink({ icon, label, target, params, listSearch }: NeighbourLinkProps) {
  const look = "flex size-7 items-center justify-center rounded-md";
  if (!target) return <DeadEnd icon={icon} label={label} className={look} />;
  return (
    <Link
      to="/organizations/$orgSlug/projects/$projectSlug/issues/$issueId"
      params={{ ...params, issueId: target }}
      search={listSearch}
      aria-label={label}
      title={label}
      className={classes(look, "text-ink-soft hover:bg-hover hover:text-ink")}
    >
      <Icon name={icon} />
    </Link>
  );
}
