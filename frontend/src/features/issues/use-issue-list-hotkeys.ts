/** Keys of the issues list. Actions go to the ticked issues, or to the current one when none is ticked. */
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useSetStatus } from "@/features/issues/mutations";
import type { IssueSearch } from "@/lib/issue-search";
import { useHotkeys } from "@/lib/use-hotkeys";
import { useSelection } from "@/stores/selection";
import type { Issue, IssueStatus } from "@/types/api";

type IssueListKeys = {
  issues: Issue[];
  orgSlug: string;
  projectId: string;
  projectSlug: string;
  search: IssueSearch;
  onMove: (index: number) => void;
};

/** Answers the index of the current row, -1 before the first move. */
export function useIssueListHotkeys({
  issues,
  orgSlug,
  projectId,
  projectSlug,
  search,
  onMove,
}: IssueListKeys): number {
  const [current, setCurrent] = useState(-1);
  const navigate = useNavigate();
  const setStatus = useSetStatus(projectId);
  const { selected, toggled, cleared } = useSelection();
  const bounded = Math.min(current, issues.length - 1);

  const move = (step: number) => () => {
    if (issues.length === 0) return;
    const next = Math.max(0, Math.min(issues.length - 1, bounded + step));
    setCurrent(next);
    onMove(next);
  };
  const change = (status: IssueStatus) => () => {
    const ticked = issues.filter(({ id }) => selected.has(id));
    const pointed = issues[bounded];
    const targets = ticked.length > 0 ? ticked : pointed ? [pointed] : [];
    if (targets.length > 0) setStatus(targets, { status });
  };
  const open = () => {
    const issue = issues[bounded];
    if (!issue) return;
    navigate({
      to: "/organizations/$orgSlug/projects/$projectSlug/issues/$issueId",
      params: { orgSlug, projectSlug, issueId: issue.id },
      search,
    });
  };
  const toggle = () => {
    const issue = issues[bounded];
    if (issue) toggled(issue.id);
  };

  useHotkeys({
    j: move(1),
    k: move(-1),
    x: toggle,
    r: change("resolved"),
    e: change("ignored"),
    u: change("unresolved"),
    Enter: open,
    o: open,
    Escape: cleared,
  });
  return bounded;
}
