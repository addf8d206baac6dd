/** Deleting, merging, splitting and marking issues. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { issueKey, issuesKey, issuesPath } from "@/features/issues/queries";
import { request, segment } from "@/lib/api";
import { pluralize } from "@/lib/numbers";
import { useSelection } from "@/stores/selection";
import { showToast } from "@/stores/toasts";
import type { BulkAnswer, Issue, IssueDetail } from "@/types/api";

export function useDeleteIssues(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) =>
      ids.length === 1 && ids[0]
        ? request<BulkAnswer>(`${issuesPath(projectId)}/${segment(ids[0])}`, { method: "DELETE" })
        : request<BulkAnswer>(issuesPath(projectId), { method: "DELETE", body: { ids } }),
    onSuccess: () => {
      useSelection.getState().cleared();
      return queries.invalidateQueries({ queryKey: issuesKey(projectId) });
    },
    onError: (error) => showToast(error.message, { tone: "danger" }),
  });
}

export function useMergeIssues(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) =>
      request<Issue>(`${issuesPath(projectId)}/merge`, { method: "POST", body: { ids } }),
    onSuccess: (_merged, ids) => {
      useSelection.getState().cleared();
      showToast(`Merged ${pluralize(ids.length, "issue")}`, { tone: "success" });
      return queries.invalidateQueries({ queryKey: ["issues", projectId] });
    },
    onError: (error) => showToast(error.message, { tone: "danger" }),
  });
}

export function useUnmergeIssue(projectId: string, issueId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (fingerprints: string[]) =>
      request<unknown>(`${issuesPath(projectId)}/${segment(issueId)}/unmerge`, {
        method: "POST",
        body: { fingerprints },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["issues", projectId] }),
    onError: (error) => showToast(error.message, { tone: "danger" }),
  });
}

/** Bookmark or subscription of the signed-in user. */
export function useMarkIssue(projectId: string, issueId: string, mark: "bookmark" | "subscription") {
  const queries = useQueryClient();
  const field = mark === "bookmark" ? "is_bookmarked" : "is_subscribed";
  const detailKey = [...issueKey(projectId, issueId), "detail"];
  const paint = (isOn: boolean) =>
    queries.setQueryData<IssueDetail>(detailKey, (issue) => issue && { ...issue, [field]: isOn });
  return useMutation({
    mutationFn: (isOn: boolean) =>
      request<unknown>(`${issuesPath(projectId)}/${segment(issueId)}/${mark}`, {
        method: isOn ? "PUT" : "DELETE",
        body: isOn ? {} : undefined,
      }),
    onMutate: (isOn) => {
      paint(isOn);
    },
    onError: (error, isOn) => {
      paint(!isOn);
      showToast(error.message, { tone: "danger" });
    },
  });
}
