/** What people do with source maps: try a position, apply late maps to stored events, delete a bundle. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import { showToast } from "@/stores/toasts";
import type { Job, MapCheck, MapCheckBody } from "@/types/api";

export function useCheckPosition(projectId: string) {
  return useMutation({
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

export function useDeleteBundle(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (bundleId: string) =>
      request(`/projects/${segment(projectId)}/source-maps/bundles/${segment(bundleId)}`, {
        method: "DELETE",
      }),
    onSuccess: () => {
      showToast("Bundle deleted", { tone: "success" });
      return queries.invalidateQueries({ queryKey: ["source-maps", projectId] });
    },
  });
}
