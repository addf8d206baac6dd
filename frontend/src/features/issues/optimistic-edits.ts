/** Deleting, merging, splitting and marking issues. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { issueKey, issuesKey, issuesPath } from "@/features/issues/queries";
import { request, segment } from "@/lib/api";
import { pluralize } from "@/lib/numbers";
import { afterConfirming, type Question } from "@/stores/confirmation";
import { useSelection } from "@/stores/selection";
import { showToast } from "@/stores/toasts";
import type { BulkAnswer, Issue, IssueDetail } from "@/types/api";

type NamedIssue = Pick<Issue, "id" | "short_id" | "title">;

const namedAtMost = 3;

function nameIssues(issues: NamedIssue[]): string {
  const names = issues.slice(0, namedAtMost).map(({ short_id }) => short_id);
  const others = issues.length - names.length;
  return others > 0 ? `${names.join(", ")} and ${others} more` : names.join(", ");
}

function askToDelete(issues: NamedIssue[]): Question {
  const only = issues.length === 1 ? issues[0] : undefined;
  return {
    title: only ? `Delete ${only.short_id}?` : `Delete ${pluralize(issues.length, "issue")}?`,
    consequence: `${only ? `“${only.title}”` : nameIssues(issues)} with events, comments and history is erased for good. If the error happens again, a new issue begins.`,
    confirmLabel: only ? "Delete issue" : `Delete ${pluralize(issues.length, "issue")}`,
  };
}

function askToMerge(issues: NamedIssue[]): Question {
  return {
    title: `Merge ${pluralize(issues.length, "issue")} into one?`,
    consequence: `${nameIssues(issues)} become one issue with all their events. Fingerprints can be split off again later, but comments, assignee and status of the others are not given back.`,
    confirmLabel: "Merge",
  };
}

function askToSplit(fingerprints: string[]): Question {
  return {
    title: `Split off ${pluralize(fingerprints.length, "fingerprint")}?`,
    consequence: `Events of ${fingerprints.join(", ")} move to an issue of their own. Comments and history stay here.`,
    confirmLabel: "Split off",
  };
}

export function useDeleteIssues(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToDelete, (issues: NamedIssue[]) => {
      const ids = issues.map(({ id }) => id);
      return ids.length === 1 && ids[0]
        ? request<BulkAnswer>(`${issuesPath(projectId)}/${segment(ids[0])}`, { method: "DELETE" })
        : request<BulkAnswer>(issuesPath(projectId), { method: "DELETE", body: { ids } });
    }),
    onSuccess: (_answer: BulkAnswer, issues: NamedIssue[]) => {
      useSelection.getState().cleared();
      showToast(`Deleted ${nameIssues(issues)}`, { tone: "success" });
      return queries.invalidateQueries({ queryKey: issuesKey(projectId) });
    },
  });
}

export function useMergeIssues(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToMerge, (issues: NamedIssue[]) =>
      request<Issue>(`${issuesPath(projectId)}/merge`, {
        method: "POST",
        body: { ids: issues.map(({ id }) => id) },
      }),
    ),
    onSuccess: (_merged: Issue, issues: NamedIssue[]) => {
      useSelection.getState().cleared();
      showToast(`Merged ${pluralize(issues.length, "issue")}`, { tone: "success" });
      return queries.invalidateQueries({ queryKey: ["issues", projectId] });
    },
  });
}

export function useUnmergeIssue(projectId: string, issueId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToSplit, (fingerprints: string[]) =>
      request<unknown>(`${issuesPath(projectId)}/${segment(issueId)}/unmerge`, {
        method: "POST",
        body: { fingerprints },
      }),
    ),
    onSuccess: (_answer: unknown, fingerprints: string[]) => {
      showToast(`Split off ${pluralize(fingerprints.length, "fingerprint")}`, { tone: "success" });
      return queries.invalidateQueries({ queryKey: ["issues", projectId] });
    },
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
    onError: (_error, isOn) => paint(!isOn),
  });
}
