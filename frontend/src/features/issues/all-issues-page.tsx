/** The issues of all projects in one list, to see what breaks wherever it breaks. Changes are made on an issue's page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { IssueTitle } from "@/features/issues/issue-title";
import { sortChoices } from "@/features/issues/issue-toolbar";
import { LevelMark } from "@/features/issues/level-mark";
import { columns } from "@/features/issues/list-columns";
import { allIssuesQuery } from "@/features/issues/queries";
import { StatusFilter } from "@/features/issues/status-filter";
import { ApiError } from "@/lib/api";
import { classes } from "@/lib/classes";
import { filtersOf, type IssueSearch } from "@/lib/issue-search";
import { formatCompact, formatCount } from "@/lib/numbers";
import type { Organization, OrganizationIssue } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Sparkline } from "@/ui/charts/sparkline";
import { TextField } from "@/ui/forms/field";
import { PageHeader } from "@/ui/layout/page-header";
import { PagedList } from "@/ui/paged-list";
import { SelectMenu } from "@/ui/select-menu";
import { EmptyState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type SearchChange = Partial<Record<keyof IssueSearch, string | undefined>>;
type AllIssuesPageProps = {
  organization: Organization;
  search: IssueSearch;
  onSearchChange: (change: SearchChange) => void;
};

export function AllIssuesPage({ organization, search, onSearchChange }: AllIssuesPageProps) {
  const list = useInfiniteQuery(allIssuesQuery(organization.slug, filtersOf(search)));
  const total = list.data?.pages[0]?.total;
  const queryError = list.error instanceof ApiError ? list.error.fields.query : undefined;
  return (
    <>
      <PageHeader title="All issues" parent={organization.name} />
      <div className="space-y-2.5 px-4 pb-3 sm:px-6">
        <SearchField
          value={search.query ?? ""}
          error={queryError}
          onSearch={(query) => onSearchChange({ query: query || undefined })}
        />
        <div className="flex flex-wrap items-center gap-2">
          <StatusFilter
            value={search.status ?? "unresolved"}
            onChange={(status) => onSearchChange({ status })}
          />
          {total !== undefined && (
            <span className="text-ink-faint text-xs">
              {formatCount(total)} {total === 1 ? "issue" : "issues"}
            </span>
          )}
          <SelectMenu
            label="Sort by"
            icon="chevrons-up-down"
            value={search.sort ?? "last_seen"}
            choices={sortChoices}
            onChange={(sort) => onSearchChange({ sort })}
            align="end"
            className="sm:ml-auto"
          />
        </div>
      </div>
      {!queryError && (
        <div className="min-h-[60vh] border-line border-t bg-surface" aria-busy={list.isFetching}>
          <PagedList
            pages={list}
            skeletonCount={12}
            skeletonClassName="h-16 sm:h-15 sm:px-6"
            empty={
              <EmptyState icon="check-circle" title="Nothing here">
                No issue of a project that you may read fits these filters.
              </EmptyState>
            }
          >
            {(issue) => (
              <IssueOfProject
                key={`${issue.project.id} ${issue.id}`}
                issue={issue}
                orgSlug={organization.slug}
              />
            )}
          </PagedList>
        </div>
      )}
    </>
  );
}

type SearchFieldProps = { value: string; error: string | undefined; onSearch: (query: string) => void };

/** Sent by Enter: which tags there are differs from project to project, so that nothing is completed here. */
function SearchField({ value, error, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <search>
      <form onSubmit={submit}>
        <TextField
          label="Search"
          isLabelHidden
          type="search"
          enterKeyHint="search"
          placeholder="Search all projects: is:regressed, level:error, a tag, or words. Enter sends it."
          value={typed}
          error={error}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
    </search>
  );
}

function IssueOfProject({ issue, orgSlug }: { issue: OrganizationIssue; orgSlug: string }) {
  const isOpen = issue.status === "unresolved";
  return (
    <li className="relative flex h-16 items-center gap-3 border-line border-b px-4 hover:bg-hover/70 sm:h-15 sm:px-6">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <LevelMark level={issue.level} />
          <Link
            to="/organizations/$orgSlug/projects/$projectSlug/issues/$issueId"
            params={{ orgSlug, projectSlug: issue.project.slug, issueId: issue.id }}
            className={classes(
              "min-w-0 truncate text-base after:absolute after:inset-0",
              !isOpen && "text-ink-soft line-through decoration-ink-faint/60",
            )}
          >
            <IssueTitle title={issue.title} />
          </Link>
        </div>
        <div className="mt-0.5 flex min-w-0 items-center gap-2 pl-4 text-ink-faint text-xs">
          {!isOpen && <Badge tone={issue.status === "resolved" ? "ok" : "neutral"}>{issue.status}</Badge>}
          <span className="shrink-0 font-medium">{issue.short_id}</span>
          <span className="truncate">{issue.project.name}</span>
          <span className="truncate font-mono text-2xs max-md:hidden">{issue.culprit}</span>
          <span className="shrink-0">
            <TimeAgo at={issue.last_seen} isShort />
          </span>
        </div>
      </div>
      <Sparkline
        counts={issue.sparkline}
        label={`Events in the last 24 hours: ${issue.sparkline.join(", ")}`}
        width={112}
        className={classes(columns.graph, "text-accent-ink/55")}
      />
      <span className={columns.number} title={`${formatCount(issue.times_seen)} events`}>
        {formatCompact(issue.times_seen)}
        <span className="ml-1 text-ink-faint text-xs sm:hidden">events</span>
      </span>
      <span className={classes(columns.number, "max-sm:hidden")} title={`${issue.users} users affected`}>
        {typeof issue.users === "number" ? formatCompact(issue.users) : issue.users}
      </span>
    </li>
  );
}
