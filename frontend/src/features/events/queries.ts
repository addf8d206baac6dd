/** Events of an issue, of a project, and one event in full. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { AttachmentContent, EventDetail, EventRow, Page } from "@/types/api";

export type EventFilters = { query?: string };

export function projectEventsQuery(projectId: string, filters: EventFilters = {}) {
  return eventPages(["events", projectId, filters], `/projects/${segment(projectId)}/events`, filters);
}

export function issueEventsQuery(projectId: string, issueId: string, filters: EventFilters = {}) {
  return eventPages(
    ["issues", projectId, "issue", issueId, "events", filters],
    `/projects/${segment(projectId)}/issues/${segment(issueId)}/events`,
    filters,
  );
}

function eventPages(queryKey: readonly unknown[], path: string, filters: EventFilters) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      request<Page<EventRow>>(path, { query: { ...filters, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.next_cursor,
    staleTime: 15_000,
  });
}

/** *eventId* may be `latest` or `oldest`. */
export function issueEventQuery(projectId: string, issueId: string, eventId: string) {
  const isFixed = eventId !== "latest" && eventId !== "oldest";
  return queryOptions({
    queryKey: ["issues", projectId, "issue", issueId, "event", eventId],
    queryFn: ({ signal }) =>
      request<EventDetail>(
        `/projects/${segment(projectId)}/issues/${segment(issueId)}/events/${segment(eventId)}`,
        { signal },
      ),
    staleTime: isFixed ? 5 * 60_000 : 15_000,
  });
}

export function eventQuery(eventId: string, projectId?: string) {
  return queryOptions({
    queryKey: ["event", eventId, projectId ?? null],
    queryFn: ({ signal }) =>
      request<EventDetail>(`/events/${segment(eventId)}`, { query: { project_id: projectId }, signal }),
    staleTime: 5 * 60_000,
  });
}

/** A file that came with an event, with its content. */
export function fetchAttachment(
  projectId: string,
  eventId: string,
  attachmentId: string,
): Promise<AttachmentContent> {
  return request(
    `/projects/${segment(projectId)}/events/${segment(eventId)}/attachments/${segment(attachmentId)}`,
  );
}
