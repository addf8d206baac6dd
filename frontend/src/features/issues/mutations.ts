/**
 * Changing issues: what is clicked is painted at once in every cached list and in the open issue, and put back if the server refuses.
 * Status changes answer with an undo toast instead of asking first.
 */
import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { issueKey, issuesKey, issuesPath } from "@/features/issues/queries";
import { followJob } from "@/features/jobs/queries";
import { request, segment } from "@/lib/api";
import type { IssueFilters } from "@/lib/issue-search";
import { pluralize } from "@/lib/numbers";
import { usePreferences } from "@/stores/preferences";
import { useSelection } from "@/stores/selection";
import { showToast } from "@/stores/toasts";
import type {
  BulkAnswer,
  Issue,
  IssueChange,
  IssueDetail,
  IssueStatus,
  Job,
  Page,
  Person,
} from "@/types/api";

type IssuePages = InfiniteData<Page<Issue>, string | null>;
type Snapshot = [readonly unknown[], unknown][];

/** Which issues to change: named ones, or all that match the filters of a list. */
export type IssueTarget = { ids: string[] } | { filters: IssueFilters };
type ChangeRequest = { target: IssueTarget; change: IssueChange; assignee?: Person | null };

export function useChangeIssues(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ target, change }: ChangeRequest) => sendChange(projectId, target, change),
    onMutate: async (requested) => {
      await queries.cancelQueries({ queryKey: ["issues", projectId] });
      const snapshot = takeSnapshot(queries, projectId);
      paintChange(queries, projectId, requested);
      return { snapshot };
    },
    onError: (_error, _requested, context) => {
      for (const [key, data] of context?.snapshot ?? []) queries.setQueryData(key, data);
    },
    onSuccess: (answer) => {
      if ("job" in answer && answer.job) return followBulkJob(queries, projectId, answer.job);
    },
    onSettled: () => refreshIssues(queries, projectId),
  });
}

/** Many issues are changed by a job: the lists are fetched again when it is through. */
async function followBulkJob(queries: QueryClient, projectId: string, job: Job): Promise<void> {
  const orgSlug = usePreferences.getState().lastOrganization ?? "";
  showToast(`Changing ${pluralize(job.total, "issue")} in the background`);
  try {
    const { done } = await followJob(orgSlug, job);
    showToast(`Changed ${pluralize(done, "issue")}`, { tone: "success" });
  } catch (error) {
    showToast(error instanceof Error ? error.message : "The job failed.", { tone: "danger" });
  }
  await queries.invalidateQueries({ queryKey: issuesKey(projectId) });
}

function sendChange(
  projectId: string,
  target: IssueTarget,
  change: IssueChange,
): Promise<BulkAnswer | IssueDetail> {
  if ("filters" in target) {
    const { sort: _sort, ...filters } = target.filters;
    return request<BulkAnswer>(issuesPath(projectId), {
      method: "PUT",
      body: { ...namedFilters(filters), ...change },
    });
  }
  const [first, ...others] = target.ids;
  if (first && others.length === 0) {
    return request<IssueDetail>(`${issuesPath(projectId)}/${segment(first)}`, {
      method: "PUT",
      body: change,
    });
  }
  return request<BulkAnswer>(issuesPath(projectId), { method: "PUT", body: { ids: target.ids, ...change } });
}

/** The status of a filter would collide with the status to set, so filters travel in an object of their own. */
function namedFilters(filters: Omit<IssueFilters, "sort">) {
  return { filters: Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) };
}

function takeSnapshot(queries: QueryClient, projectId: string): Snapshot {
  return queries.getQueriesData({ queryKey: ["issues", projectId] });
}

function refreshIssues(queries: QueryClient, projectId: string): void {
  // Lists are marked stale but not fetched again now: rows would jump under the pointer.
  queries.invalidateQueries({ queryKey: issuesKey(projectId), refetchType: "none" });
  queries.invalidateQueries({
    queryKey: ["issues", projectId, "issue"],
    predicate: ({ queryKey }) => queryKey[4] === "activity" || queryKey[4] === "detail",
  });
}

function paintChange(
  queries: QueryClient,
  projectId: string,
  { target, change, assignee }: ChangeRequest,
): void {
  const isTarget = (issue: Issue) => ("ids" in target ? target.ids.includes(issue.id) : true);
  const repaint = <T extends Issue>(issue: T): T => ({
    ...issue,
    ...(change.status ? { status: change.status, status_details: change.status_details ?? null } : {}),
    ...(assignee === undefined ? {} : { assignee }),
  });
  for (const [key, pages] of queries.getQueriesData<IssuePages>({ queryKey: issuesKey(projectId) })) {
    if (!pages) continue;
    const filters = key[3] as IssueFilters | undefined;
    queries.setQueryData<IssuePages>(key, paintPages(pages, isTarget, repaint, filters?.status));
  }
  if ("filters" in target) return;
  for (const id of target.ids) {
    queries.setQueryData<IssueDetail>(
      [...issueKey(projectId, id), "detail"],
      (issue) => issue && repaint(issue),
    );
  }
}

function paintPages(
  pages: IssuePages,
  isTarget: (issue: Issue) => boolean,
  repaint: (issue: Issue) => Issue,
  wantedStatus: IssueStatus | undefined,
): IssuePages {
  const staysListed = (issue: Issue) => !wantedStatus || issue.status === wantedStatus;
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      data: page.data.map((issue) => (isTarget(issue) ? repaint(issue) : issue)).filter(staysListed),
    })),
  };
}

const doneWords: Record<IssueStatus, string> = {
  resolved: "Resolved",
  ignored: "Ignored",
  unresolved: "Reopened",
};

/** Set a status and, once it is set, offer to undo it. *issues* are the rows as they are now, so that undo can put each back. */
export function useSetStatus(projectId: string) {
  const { mutateAsync } = useChangeIssues(projectId);
  const queries = useQueryClient();
  return (issues: Issue[], change: IssueChange & { status: IssueStatus }) => {
    const snapshot = takeSnapshot(queries, projectId);
    useSelection.getState().cleared();
    mutateAsync({ target: { ids: issues.map(({ id }) => id) }, change }).then(
      () =>
        showToast(`${doneWords[change.status]} ${nameOf(issues)}${describeDetails(change)}`, {
          actionLabel: "Undo",
          onAction: () => undo(issues, snapshot),
        }),
      ignoreShownFailure,
    );
  };

  function undo(issues: Issue[], snapshot: Snapshot): void {
    for (const status of new Set(issues.map((issue) => issue.status))) {
      const alike = issues.filter((issue) => issue.status === status);
      for (const details of new Set(alike.map(detailsOf))) {
        const ids = alike.filter((issue) => detailsOf(issue) === details).map(({ id }) => id);
        const change = { status, ...JSON.parse(details) } as IssueChange;
        mutateAsync({ target: { ids }, change }).catch(ignoreShownFailure);
      }
    }
    for (const [key, data] of snapshot) queries.setQueryData(key, data);
  }
}

/** What an issue waits for in its status (a release, a count), so that undo gives that back, too. */
function detailsOf(issue: Issue | IssueDetail): string {
  const details = "status_details" in issue ? issue.status_details : null;
  return issue.status !== "unresolved" && details ? JSON.stringify({ status_details: details }) : "{}";
}

/** Assign issues to someone and, once it is done, offer to give each back to whom it belonged. */
export function useAssignIssues(projectId: string) {
  const { mutateAsync } = useChangeIssues(projectId);
  const assign = (issues: Issue[], assignee: Person | null) =>
    mutateAsync({
      target: { ids: issues.map(({ id }) => id) },
      change: { assignee_id: assignee?.id ?? null },
      assignee,
    });
  return (issues: Issue[], assignee: Person | null) => {
    useSelection.getState().cleared();
    const done = assignee ? `Assigned ${nameOf(issues)} to ${assignee.name || assignee.email}` : undefined;
    assign(issues, assignee).then(
      () =>
        showToast(done ?? `Nobody has ${nameOf(issues)} now`, {
          actionLabel: "Undo",
          onAction: () => {
            for (const id of new Set(issues.map((issue) => issue.assignee?.id))) {
              const owned = issues.filter((issue) => issue.assignee?.id === id);
              assign(owned, owned[0]?.assignee ?? null).catch(ignoreShownFailure);
            }
          },
        }),
      ignoreShownFailure,
    );
  };
}

function nameOf(issues: Issue[]): string {
  return issues.length === 1 ? (issues[0]?.short_id ?? "issue") : pluralize(issues.length, "issue");
}

/** The mutation cache has told of it already. */
function ignoreShownFailure(): void {}

function describeDetails({ status_details: details }: IssueChange): string {
  if (details?.in_next_release) return " in the next release";
  if (details?.in_release) return ` in ${details.in_release}`;
  if (details?.ignore_until) return " for a while";
  if (details?.ignore_count) return ` until ${pluralize(details.ignore_count, "more event")}`;
  return "";
}
