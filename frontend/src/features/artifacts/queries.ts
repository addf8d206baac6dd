/** A project's source maps: their state, the uploaded bundles, and whether a position can be mapped. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { Bundle, BundleDetail, Page, SourceMapStatus } from "@/types/api";

function pathOf(projectId: string): string {
  return `/projects/${segment(projectId)}/source-maps`;
}

export function sourceMapsQuery(projectId: string) {
  return queryOptions({
    queryKey: ["source-maps", projectId],
    queryFn: ({ signal }) => request<SourceMapStatus>(pathOf(projectId), { signal }),
    staleTime: 30_000,
  });
}

export function bundlesQuery(projectId: string) {
  return infiniteQueryOptions({
    queryKey: ["source-maps", projectId, "bundles"],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Bundle>>(`${pathOf(projectId)}/bundles`, {
        query: { limit: 25, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.next_cursor,
    staleTime: 30_000,
  });
}

export function bundleQuery(projectId: string, bundleId: string) {
  return queryOptions({
    queryKey: ["source-maps", projectId, "bundle", bundleId],
    queryFn: ({ signal }) =>
      request<BundleDetail>(`${pathOf(projectId)}/bundles/${segment(bundleId)}`, { signal }),
  });
}
