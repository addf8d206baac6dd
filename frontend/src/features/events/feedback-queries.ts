/** What people wrote about a project's errors, and about one issue's. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { Feedback, Page } from "@/types/api";

export function feedbackQuery(projectId: string) {
  return infiniteQueryOptions({
    queryKey: ["feedback", projectId],
    queryFn: ({ signal, pageParam }) =>
      request<Page<Feedback>>(`/projects/${segment(projectId)}/feedback`, {
        query: { limit: 25, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.next_cursor,
    staleTime: 15_000,
  });
}

export function issueFeedbackQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: ["feedback", projectId, issueId],
    queryFn: ({ signal }) =>
      request<Page<Feedback>>(`/projects/${segment(projectId)}/issues/${segment(issueId)}/feedback`, {
        signal,
      }),
    staleTime: 30_000,
  });
}
