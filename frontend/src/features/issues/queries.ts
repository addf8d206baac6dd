/** Lists of issues, one issue in full, and what hangs on it. Changing issues is in issue-changes.ts. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { IssueFilters } from "@/lib/issue-search";
import type {
  Bucket,
  Fingerprint,
  Grouping,
  Issue,
  IssueDetail,
  OrganizationIssuePage,
  Page,
  SuspectCommit,
  TagFacet,
} from "@/types/api";

const pageSize = 50;

/** *total* counts all that match, over all pages. */
export type IssuePage = Page<Issue> & { total?: number };

export function issuesPath(projectId: string): string {
  return `/projects/${segment(projectId)}/issues`;
}

export function issuesKey(projectId: string) {
  return ["issues", projectId, "list"] as const;
}

export function issuesQuery(projectId: string, filters: IssueFilters) {
  return infiniteQueryOptions({
    queryKey: [...issuesKey(projectId), filters],
    queryFn: ({ signal, pageParam }) =>
      request<IssuePage>(issuesPath(projectId), {
        query: { ...filters, limit: pageSize, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
    refetchOnWindowFocus: false,
  });
}

/** The issues of all projects of an organization that one may read. */
export function allIssuesQuery(orgSlug: string, filters: IssueFilters) {
  return infiniteQueryOptions({
    queryKey: ["issues", "of all projects", orgSlug, filters],
    queryFn: ({ signal, pageParam }) =>
      request<OrganizationIssuePage>(`/organizations/${segment(orgSlug)}/issues`, {
        query: { ...filters, limit: pageSize, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
}

/** Any one issue of a project that waits for its first event. */
export function firstIssueQuery(projectId: string) {
  return queryOptions({
    queryKey: ["issues", projectId, "first"],
    queryFn: ({ signal }) => request<Page<Issue>>(issuesPath(projectId), { query: { limit: 1 }, signal }),
    staleTime: 0,
  });
}

export function issueKey(projectId: string, issueId: string) {
  return ["issues", projectId, "issue", issueId] as const;
}

export function issueQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: [...issueKey(projectId, issueId), "detail"],
    queryFn: ({ signal }) => request<IssueDetail>(`${issuesPath(projectId)}/${segment(issueId)}`, { signal }),
    staleTime: 15_000,
  });
}

export function issueTagsQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: [...issueKey(projectId, issueId), "tags"],
    queryFn: async ({ signal }) =>
      (await request<{ data: TagFacet[] }>(`${issuesPath(projectId)}/${segment(issueId)}/tags`, { signal }))
        .data,
    staleTime: 30_000,
  });
}

export function issueStatsQuery(projectId: string, issueId: string, period: "24h" | "30d") {
  return queryOptions({
    queryKey: [...issueKey(projectId, issueId), "stats", period],
    queryFn: ({ signal }) =>
      request<{ buckets: Bucket[] }>(`${issuesPath(projectId)}/${segment(issueId)}/stats`, {
        query: { period },
        signal,
      }),
    staleTime: 30_000,
  });
}

export function suspectCommitsQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: [...issueKey(projectId, issueId), "suspect-commits"],
    queryFn: async ({ signal }) =>
      (
        await request<{ data: SuspectCommit[] }>(
          `${issuesPath(projectId)}/${segment(issueId)}/suspect-commits`,
          { signal },
        )
      ).data,
    staleTime: 60_000,
  });
}

export function issueGroupingQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: [...issueKey(projectId, issueId), "grouping"],
    queryFn: ({ signal }) =>
      request<Grouping>(`${issuesPath(projectId)}/${segment(issueId)}/grouping`, { signal }),
    staleTime: 60_000,
  });
}

export function issueHashesQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: [...issueKey(projectId, issueId), "hashes"],
    queryFn: async ({ signal }) =>
      (
        await request<{ data: Fingerprint[] }>(`${issuesPath(projectId)}/${segment(issueId)}/hashes`, {
          signal,
        })
      ).data,
  });
}

/** Tag keys and values of a project, to complete what is typed in the search box. */
export function tagKeysQuery(projectId: string) {
  return queryOptions({
    queryKey: ["tags", projectId],
    queryFn: async ({ signal }) =>
      (
        await request<{ data: { key: string }[] }>(`/projects/${segment(projectId)}/tags`, { signal })
      ).data.map(({ key }) => key),
    staleTime: 60_000,
  });
}

export function tagValuesQuery(projectId: string, key: string) {
  return queryOptions({
    queryKey: ["tags", projectId, key],
    queryFn: async ({ signal }) =>
      (
        await request<{ data: { value: string }[] }>(`/projects/${segment(projectId)}/tags/${segment(key)}`, {
          signal,
        })
      ).data.map(({ value }) => value),
    staleTime: 60_000,
  });
}
