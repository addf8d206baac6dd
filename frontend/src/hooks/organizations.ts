/** Organizations with their members, invitations and audit log. */
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import type { AuditEntry, Invitation, Member, Organization, Page, Role } from "@/types/api";

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

export function useCreateOrganization() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; slug?: string }) =>
      request<Organization>("/organizations", { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: organizationsQuery().queryKey }),
  });
}

export function useUpdateOrganization(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { name?: string; slug?: string; description?: string }) =>
      request<Organization>(`/organizations/${segment(slug)}`, { method: "PUT", body }),
    onSuccess: (organization) => {
      queries.setQueryData(organizationQuery(organization.slug).queryKey, organization);
      return queries.invalidateQueries({ queryKey: ["organizations"] });
    },
  });
}

export function useDeleteOrganization(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>(`/organizations/${segment(slug)}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["organizations"] }),
  });
}

type Invited = Member | { invitation: Invitation };

export function useInviteMember(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; role: Role }) =>
      request<Invited>(`/organizations/${segment(slug)}/members`, { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["organizations", slug] }),
  });
}

export function useChangeRole(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) =>
      request<Member>(`/organizations/${segment(slug)}/members/${segment(userId)}`, {
        method: "PUT",
        body: { role },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery(slug).queryKey }),
  });
}

export function useRemoveMember(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) =>
      request<void>(`/organizations/${segment(slug)}/members/${segment(userId)}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery(slug).queryKey }),
  });
}

export function useRevokeInvitation(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      request<void>(`/organizations/${segment(slug)}/invitations/${segment(id)}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: invitationsQuery(slug).queryKey }),
  });
}
