/** What people do with source maps: try a position, apply late maps to stored events, delete a bundle. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import { pluralize } from "@/lib/numbers";
import { afterConfirming, type Question } from "@/stores/confirmation";
import { showToast } from "@/stores/toasts";
import type { Bundle, Job, MapCheck, MapCheckBody } from "@/types/api";

export function useCheckPosition(projectId: string) {
  return useMutation({
    meta: { failure: "form" },
    mutationFn: (body: MapCheckBody) =>
      request<MapCheck>(`/projects/${segment(projectId)}/source-maps/check`, { method: "POST", body }),
  });
}

/** Starts the job that maps stored events anew; a dry run only says what would change. */
export function startApply(projectId: string, isDryRun: boolean): Promise<Job> {
  return request<Job>(`/projects/${segment(projectId)}/source-maps/apply`, {
    method: "POST",
    body: { dry_run: isDryRun },
  });
}

type NamedBundle = Pick<Bundle, "id" | "files" | "releases">;

function askToDelete({ files, releases }: NamedBundle): Question {
  const versions = releases.map(({ version }) => version).join(", ");
  return {
    title: "Delete this bundle?",
    consequence: `${pluralize(files, "file")}${versions ? ` of ${versions}` : ""} are erased. Events that arrive from now on stay minified where these maps were needed, until the bundle is uploaded again.`,
    confirmLabel: "Delete bundle",
  };
}

export function useDeleteBundle(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToDelete, ({ id }: NamedBundle) =>
      request<unknown>(`/projects/${segment(projectId)}/source-maps/bundles/${segment(id)}`, {
        method: "DELETE",
      }),
    ),
    onSuccess: () => {
      showToast("Bundle deleted", { tone: "success" });
      return queries.invalidateQueries({ queryKey: ["source-maps", projectId] });
    },
  });
}
