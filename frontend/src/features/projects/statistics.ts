/** Counts over time, and releases. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { Adoption, Commit, Deploy, Issue, Page, ProjectCost, ProjectStats, Release } from "@/types/api";

export type Period = "24h" | "7d" | "30d";

export function statsQuery(projectId: string, period: Period) {
  return queryOptions({
    queryKey: ["stats", projectId, period],
    queryFn: ({ signal }) =>
      request<ProjectStats>(`/projects/${segment(projectId)}/stats`, { query: { period }, signal }),
    staleTime: 30_000,
  });
}

export function costQuery(projectId: string) {
  return queryOptions({
    queryKey: ["cost", projectId],
    queryFn: ({ signal }) => request<ProjectCost>(`/projects/${segment(projectId)}/cost`, { signal }),
    staleTime: 60_000,
  });
}

export function releasesQuery(projectId: string) {
  return infiniteQueryOptions({
    queryKey: ["releases", projectId],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Release>>(`/projects/${segment(projectId)}/releases`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.next_cursor,
    staleTime: 30_000,
  });
}

/** The newest releases, for marks in charts; what is older than a page of them lies outside of any chart. */
export function newestReleasesQuery(projectId: string) {
  return queryOptions({
    queryKey: ["releases", projectId, "newest"],
    queryFn: async ({ signal }) =>
      (
        await request<Page<Release>>(`/projects/${segment(projectId)}/releases`, {
          query: { limit: 50 },
          signal,
        })
      ).data,
    staleTime: 60_000,
  });
}

/** What was deployed in the last 30 days. */
export function newestDeploysQuery(projectId: string) {
  return queryOptions({
    queryKey: ["deploys", projectId],
    queryFn: async ({ signal }) =>
      (await request<{ data: Deploy[] }>(`/projects/${segment(projectId)}/deploys`, { signal })).data,
    staleTime: 60_000,
  });
}

export function commitsQuery(projectId: string, version: string) {
  return queryOptions({
    queryKey: ["releases", projectId, version, "commits"],
    queryFn: ({ signal }) =>
      request<{ data: Commit[] }>(`/projects/${segment(projectId)}/releases/${segment(version)}/commits`, {
        signal,
      }),
    staleTime: 60_000,
  });
}

export function deploysQuery(projectId: string, version: string) {
  return queryOptions({
    queryKey: ["releases", projectId, version, "deploys"],
    queryFn: ({ signal }) =>
      request<{ data: Deploy[] }>(`/projects/${segment(projectId)}/releases/${segment(version)}/deploys`, {
        signal,
      }),
    staleTime: 60_000,
  });
}

export function releaseQuery(projectId: string, version: string) {
  return queryOptions({
    queryKey: ["releases", projectId, version],
    queryFn: ({ signal }) =>
      request<Release>(`/projects/${segment(projectId)}/releases/${segment(version)}`, { signal }),
  });
}

/** How many of the project's events came from the release, over time. */
export function adoptionQuery(projectId: string, version: string, period: Period) {
  return queryOptions({
    queryKey: ["releases", projectId, version, "adoption", period],
    queryFn: ({ signal }) =>
      request<Adoption>(`/projects/${segment(projectId)}/releases/${segment(version)}/adoption`, {
        query: { period },
        signal,
      }),
    staleTime: 60_000,
  });
}

/** The issues that came back in the release, the last seen first. */
export function regressionsQuery(projectId: string, version: string) {
  return queryOptions({
    queryKey: ["releases", projectId, version, "regressions"],
    queryFn: ({ signal }) =>
      request<Page<Issue> & { total: number }>(
        `/projects/${segment(projectId)}/releases/${segment(version)}/regressions`,
        { signal },
      ),
    staleTime: 60_000,
  });
}
