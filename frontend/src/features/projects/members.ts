/** Roles that a project gives to single members of its organization. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { projectPath } from "@/features/projects/queries";
import { request, segment } from "@/lib/api";
import { afterConfirming, type Question } from "@/stores/confirmation";
import type { Page, ProjectMember, ProjectRole } from "@/types/api";

export function projectMembersQuery(orgSlug: string, projectSlug: string) {
  return queryOptions({
    queryKey: ["projects", orgSlug, projectSlug, "members"],
    queryFn: ({ signal }) =>
      request<Page<ProjectMember>>(`${projectPath(orgSlug, projectSlug)}/members`, {
        query: { limit: 100 },
        signal,
      }),
  });
}

type RoleChange = { userId: string; name: string; role: ProjectRole | null };

function askToChangeRole({ name, role }: RoleChange): Question {
  return role
    ? {
        title: `Give ${name} the role “${role}” here?`,
        consequence: `In this project ${name} may ${roleMeanings[role]}.`,
        confirmLabel: "Change role",
      }
    : {
        title: `Take back ${name}’s own role?`,
        consequence: `${name} may do here what everyone in the organization may, and nothing beyond that.`,
        confirmLabel: "Take back",
      };
}

const roleMeanings: Record<ProjectRole, string> = {
  read: "see issues and events, and change none",
  write: "resolve, assign and comment",
  admin: "also change keys, alerts and settings",
};

/** No role takes the member's own back: what the project gives to everyone remains. */
export function useSetProjectRole(orgSlug: string, projectSlug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToChangeRole, ({ userId, role }: RoleChange) => {
      const path = `${projectPath(orgSlug, projectSlug)}/members/${segment(userId)}`;
      return role
        ? request<ProjectMember | undefined>(path, { method: "PUT", body: { role } })
        : request<undefined>(path, { method: "DELETE" });
    }),
    onSettled: () =>
      queries.invalidateQueries({ queryKey: projectMembersQuery(orgSlug, projectSlug).queryKey }),
  });
}
