/** The data of one person in a project: jobs that export or erase it. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import { afterConfirming, type Question } from "@/stores/confirmation";
import type { Job, Page, PersonBody } from "@/types/api";

const pollEveryMs = 1500;
const kinds = new Set(["export_user", "erase_user"]);

export function isRunning(job: Job): boolean {
  return job.state === "queued" || job.state === "running";
}

/** The jobs about people of a project, newest first, followed while one runs. */
export function personJobsQuery(orgSlug: string, projectId: string) {
  return queryOptions({
    queryKey: ["jobs", orgSlug, "people", projectId],
    queryFn: async ({ signal }) => {
      const jobs = await request<Page<Job>>(`/organizations/${segment(orgSlug)}/jobs`, {
        query: { limit: 100 },
        signal,
      });
      return jobs.data.filter(({ kind, project_id }) => kinds.has(kind) && project_id === projectId);
    },
    refetchInterval: ({ state }) => (state.data?.some(isRunning) ? pollEveryMs : false),
  });
}

type PersonJob = { what: "export" | "erase"; person: PersonBody };

function askToErase({ what, person }: PersonJob): Question | null {
  if (what === "export") return null;
  return {
    title: `Erase ${[person.id, person.email].filter(Boolean).join(" and ")}?`,
    consequence:
      "Every event of this person in the project is overwritten, and the files that came with it are deleted. Counts stay, since they name nobody. This can’t be undone.",
    confirmLabel: "Erase for good",
  };
}

export function useStartPersonJob(orgSlug: string, projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToErase, ({ what, person }: PersonJob) =>
      request<Job>(`/projects/${segment(projectId)}/users/${what}`, { method: "POST", body: person }),
    ),
    onSuccess: () => queries.invalidateQueries({ queryKey: personJobsQuery(orgSlug, projectId).queryKey }),
  });
}
