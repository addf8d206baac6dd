/** The issues before and after this one in the list last walked, fetched ahead, with j and k to reach them. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { issueEventQuery } from "@/features/events/queries";
import { issueQuery } from "@/features/issues/queries";
import type { IssueSearch } from "@/lib/issue-search";
import { useHotkeys } from "@/lib/use-hotkeys";
import { useSelection } from "@/stores/selection";
import type { Project } from "@/types/api";

export function useIssueNeighbours(
  orgSlug: string,
  project: Project,
  issueId: string,
  listSearch: IssueSearch,
) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const walked = useSelection((state) => state.walked);
  const position = walked.indexOf(issueId);
  const previousId = position > 0 ? walked[position - 1] : undefined;
  const nextId = position >= 0 ? walked[position + 1] : undefined;

  useEffect(() => {
    for (const id of [nextId, previousId]) {
      if (!id) continue;
      queries.prefetchQuery(issueQuery(project.id, id));
      queries.prefetchQuery(issueEventQuery(project.id, id, "latest"));
    }
  }, [queries, project.id, nextId, previousId]);

  const open = (id: string | undefined) => () => {
    if (!id) return;
    navigate({
      to: "/organizations/$orgSlug/projects/$projectSlug/issues/$issueId",
      params: { orgSlug, projectSlug: project.slug, issueId: id },
      search: listSearch,
    });
  };
  useHotkeys({ j: open(nextId), k: open(previousId) });
  return { previousId, nextId };
}
