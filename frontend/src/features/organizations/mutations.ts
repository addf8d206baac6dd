/** Changes to organizations, their members and invitations. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  invitationsQuery,
  membersQuery,
  organizationQuery,
  organizationsQuery,
} from "@/features/organizations/queries";
import { request, segment } from "@/lib/api";
import type { Invitation, Member, Organization, Role } from "@/types/api";

type Invited = Member | { invitation: Invitation };

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
