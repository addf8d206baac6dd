/** Roles that a project gives to single members of its organization. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { projectPath } from "@/features/projects/queries";
import { request, segment } from "@/lib/api";
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

/** No role takes the member's own back: what the project gives to everyone remains. */
export function useSetProjectRole(orgSlug: string, projectSlug: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: ProjectRole | null }) => {
      const path = `${projectPath(orgSlug, projectSlug)}/members/${segment(userId)}`;
      return role
        ? request<ProjectMember | undefined>(path, { method: "PUT", body: { role } })
        : request<undefined>(path, { method: "DELETE" });
    },
    onSettled: () =>
      queries.invalidateQueries({ queryKey: projectMembersQuery(orgSlug, projectSlug).queryKey }),
  });
}
