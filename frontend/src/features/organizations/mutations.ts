/** Changes to organizations, their members and invitations. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  invitationsQuery,
  membersQuery,
  organizationQuery,
  organizationsQuery,
} from "@/features/organizations/queries";
import { request, segment } from "@/lib/api";
import { afterConfirming, type Question } from "@/stores/confirmation";
import { showToast } from "@/stores/toasts";
import type { Invitation, Member, Organization, Role } from "@/types/api";

type Invited = Member | { invitation: Invitation };

export function useCreateOrganization() {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (body: { name: string; slug?: string }) =>
      request<Organization>("/organizations", { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: organizationsQuery().queryKey }),
  });
}

export function useUpdateOrganization(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
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
    meta: { failure: "form" },
    mutationFn: () => request<void>(`/organizations/${segment(slug)}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["organizations"] }),
  });
}

export function useInviteMember(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (body: { email: string; role: Role }) =>
      request<Invited>(`/organizations/${segment(slug)}/members`, { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["organizations", slug] }),
  });
}

type RoleChange = { member: Member; role: Role };
type Removal = { member: Member; isMe: boolean };

const roleMeanings: Record<Role, string> = {
  owner: "may do everything, deleting the organization included",
  admin: "may manage projects, members and settings",
  member: "may work on issues, and loses what admins may do",
};

function askToChangeRole({ member: { user, role: before }, role }: RoleChange): Question {
  const name = user.name || user.email;
  return {
    title: `Make ${name} ${role}?`,
    consequence: `${name} is ${before} today. As ${role} they ${roleMeanings[role]}.`,
    confirmLabel: `Make ${role}`,
  };
}

function askToRemove(slug: string) {
  return ({ member: { user }, isMe }: Removal): Question => {
    const name = user.name || user.email;
    return isMe
      ? {
          title: `Leave ${slug}?`,
          consequence: "You lose its projects at once. Someone has to invite you to come back.",
          confirmLabel: "Leave",
        }
      : {
          title: `Remove ${name}?`,
          consequence: `${name} loses every project of ${slug} at once, with roles and API tokens' access. Issues assigned to them keep their name.`,
          confirmLabel: "Remove",
        };
  };
}

function askToWithdraw({ email }: Pick<Invitation, "id" | "email">): Question {
  return {
    title: `Take back the invitation of ${email}?`,
    consequence: "The link that was mailed stops working. A new invitation can be sent at any time.",
    confirmLabel: "Take back",
  };
}

export function useChangeRole(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToChangeRole, ({ member: { user }, role }: RoleChange) =>
      request<Member>(`/organizations/${segment(slug)}/members/${segment(user.id)}`, {
        method: "PUT",
        body: { role },
      }),
    ),
    onSuccess: (_member: Member, { member: { user }, role }: RoleChange) =>
      showToast(`${user.name || user.email} is ${role} now`, { tone: "success" }),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery(slug).queryKey }),
  });
}

export function useRemoveMember(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToRemove(slug), ({ member: { user } }: Removal) =>
      request<void>(`/organizations/${segment(slug)}/members/${segment(user.id)}`, { method: "DELETE" }),
    ),
    onSettled: () => queries.invalidateQueries({ queryKey: membersQuery(slug).queryKey }),
  });
}

export function useRevokeInvitation(slug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToWithdraw, ({ id }: Pick<Invitation, "id" | "email">) =>
      request<void>(`/organizations/${segment(slug)}/invitations/${segment(id)}`, { method: "DELETE" }),
    ),
    onSettled: () => queries.invalidateQueries({ queryKey: invitationsQuery(slug).queryKey }),
  });
}
