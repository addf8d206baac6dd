import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { IssueList } from "@/features/issues/issue-list";
import { IssueListHeader } from "@/features/issues/issue-list-header";
import { IssueToolbar } from "@/features/issues/issue-toolbar";
import { issuesQuery } from "@/features/issues/queries";
import { ApiError } from "@/lib/api";
import { filtersOf, type IssueSearch, isFiltered } from "@/lib/issue-search";
import { useSelection } from "@/stores/selection";
import type { Project } from "@/types/api";
import { Button, IconButton } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { PageHeader } from "@/ui/layout/page-header";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

const refreshEveryMs = 15_000;

type SearchChange = Partial<Record<keyof IssueSearch, string | undefined>>;
type IssuesPageProps = {
  orgSlug: string;
  project: Project;
  search: IssueSearch;
  onSearchChange: (change: SearchChange) => void;
};

export function IssuesPage({ orgSlug, project, search, onSearchChange }: IssuesPageProps) {
  const filters = filtersOf(search);
  const list = useInfiniteQuery({
    ...issuesQuery(project.id, filters),
    // Only the first page follows the clock: rows must not move while one walks on.
    refetchInterval: (query) => (query.state.data?.pages.length === 1 ? refreshEveryMs : false),
  });
  const issues = useMemo(() => list.data?.pages.flatMap((page) => page.data) ?? [], [list.data]);
  const queryError = list.error instanceof ApiError ? list.error.fields.query : undefined;
  useClearedSelection(`${project.id} ${JSON.stringify(filters)}`);

  return (
    <>
      <PageHeader
        title="Issues"
        parent={project.name}
        actions={
          <IconButton
            icon="refresh"
            label="Refresh"
            onClick={() => list.refetch()}
            disabled={list.isFetching}
          />
        }
      />
      <IssueToolbar
        projectId={project.id}
        search={search}
        onSearchChange={onSearchChange}
        queryError={queryError}
      />
      <IssueListHeader
        orgSlug={orgSlug}
        projectId={project.id}
        issues={issues}
        filters={filters}
        hasMore={list.hasNextPage}
        total={list.data?.pages[0]?.total}
      />
      <div className="min-h-[60vh] bg-surface" aria-busy={list.isFetching}>
        {list.isPending && <SkeletonRows count={12} rowClassName="h-15 sm:px-6" />}
        {list.error && !queryError && issues.length === 0 && (
          <ErrorState error={list.error} onRetry={() => list.refetch()} />
        )}
        {queryError && (
          <EmptyState icon="search" title="This search can't be read">
            The place is named below the search box.
          </EmptyState>
        )}
        {list.data && issues.length === 0 && !queryError && (
          <NoIssues orgSlug={orgSlug} project={project} search={search} onSearchChange={onSearchChange} />
        )}
        {issues.length > 0 && !queryError && (
          <IssueList
            orgSlug={orgSlug}
            projectId={project.id}
            projectSlug={project.slug}
            search={search}
            issues={issues}
            hasMore={list.hasNextPage}
            isFetchingMore={list.isFetchingNextPage}
            onMore={list.fetchNextPage}
          />
        )}
      </div>
    </>
  );
}

/** A selection belongs to one list; another list starts without. */
function useClearedSelection(listName: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is what clears it
  useEffect(() => () => useSelection.getState().cleared(), [listName]);
}

function NoIssues({ orgSlug, project, search, onSearchChange }: IssuesPageProps) {
  if (isFiltered(search)) {
    const clear = () =>
      onSearchChange({ query: undefined, status: undefined, level: undefined, environment: undefined });
    return (
      <EmptyState
        icon="search"
        title="Nothing matches these filters"
        action={<Button onClick={clear}>Clear the filters</Button>}
      >
        Try fewer words, another status or all environments.
      </EmptyState>
    );
  }
  if (!project.first_event_at) {
    return (
      <EmptyState
        title="No events yet"
        action={
          <Link
            to="/organizations/$orgSlug/projects/$projectSlug/setup"
            params={{ orgSlug, projectSlug: project.slug }}
            className={buttonClass({ variant: "primary" })}
          >
            Set up the SDK
          </Link>
        }
      >
        Send the first one and it stands here, grouped, a moment later.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="check-circle" title="All clear">
      No unresolved issues. Whatever breaks next appears here by itself.
    </EmptyState>
  );
}
