/** Comments and activity of an issue. */
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { request, segment } from "@/lib/api";
import { afterConfirming, type Question } from "@/stores/confirmation";
import type { Activity, Comment, Page } from "@/types/api";

function issuePath(projectId: string, issueId: string): string {
  return `/projects/${segment(projectId)}/issues/${segment(issueId)}`;
}

export function commentsQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: ["issues", projectId, "issue", issueId, "comments"],
    queryFn: ({ signal }) =>
      request<Page<Comment>>(`${issuePath(projectId, issueId)}/comments`, { query: { limit: 100 }, signal }),
  });
}

export function activityQuery(projectId: string, issueId: string) {
  return queryOptions({
    queryKey: ["issues", projectId, "issue", issueId, "activity"],
    queryFn: ({ signal }) =>
      request<Page<Activity>>(`${issuePath(projectId, issueId)}/activity`, { query: { limit: 100 }, signal }),
  });
}

export function useAddComment(projectId: string, issueId: string) {
  return useCommentMutation(projectId, issueId, (content: string, path) =>
    request<Comment>(path, { method: "POST", body: { content } }),
  );
}

export function useEditComment(projectId: string, issueId: string) {
  return useCommentMutation(projectId, issueId, ({ id, content }: { id: string; content: string }, path) =>
    request<Comment>(`${path}/${segment(id)}`, { method: "PUT", body: { content } }),
  );
}

export function useDeleteComment(projectId: string, issueId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: afterConfirming(askToDelete, ({ id }: Comment) =>
      request<void>(`${issuePath(projectId, issueId)}/comments/${segment(id)}`, { method: "DELETE" }),
    ),
    onSuccess: () => refreshComments(queries, projectId, issueId),
  });
}

function askToDelete({ content }: Comment): Question {
  const start = content.length > 80 ? `${content.slice(0, 80)}…` : content;
  return {
    title: "Delete this comment?",
    consequence: `“${start}” is erased for everyone.`,
    confirmLabel: "Delete comment",
  };
}

function useCommentMutation<V, R>(
  projectId: string,
  issueId: string,
  send: (variables: V, path: string) => Promise<R>,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (variables: V) => send(variables, `${issuePath(projectId, issueId)}/comments`),
    onSuccess: () => refreshComments(queries, projectId, issueId),
  });
}

function refreshComments(queries: QueryClient, projectId: string, issueId: string): Promise<void> {
  queries.invalidateQueries({ queryKey: activityQuery(projectId, issueId).queryKey });
  return queries.invalidateQueries({ queryKey: commentsQuery(projectId, issueId).queryKey });
}
