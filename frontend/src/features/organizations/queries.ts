/** Organizations with their members, invitations and audit log. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { AuditEntry, Invitation, Member, Organization, Page } from "@/types/api";

export function organizationsQuery() {
  return queryOptions({
    queryKey: ["organizations"],
    queryFn: ({ signal }) => request<Page<Organization>>("/organizations", { query: { limit: 100 }, signal }),
    staleTime: 60_000,
  });
}

export function organizationQuery(slug: string) {
  return queryOptions({
    queryKey: ["organizations", slug],
    queryFn: ({ signal }) => request<Organization>(`/organizations/${segment(slug)}`, { signal }),
    staleTime: 60_000,
  });
}

export function membersQuery(slug: string) {
  return queryOptions({
    queryKey: ["organizations", slug, "members"],
    queryFn: ({ signal }) =>
      request<Page<Member>>(`/organizations/${segment(slug)}/members`, { query: { limit: 100 }, signal }),
    staleTime: 60_000,
  });
}

export function invitationsQuery(slug: string) {
  return queryOptions({
    queryKey: ["organizations", slug, "invitations"],
    queryFn: ({ signal }) =>
      request<Page<Invitation>>(`/organizations/${segment(slug)}/invitations`, { signal }),
  });
}

export function auditQuery(slug: string) {
  return infiniteQueryOptions({
    queryKey: ["organizations", slug, "audit"],
    queryFn: ({ signal, pageParam }) =>
      request<Page<AuditEntry>>(`/organizations/${segment(slug)}/audit`, {
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.pagination.next_cursor,
  });
}
