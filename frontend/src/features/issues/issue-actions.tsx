/** What one can do with an open issue. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { issueEventQuery } from "@/features/events/queries";
import { Marks } from "@/features/issues/issue-marks";
import { useSetStatus } from "@/features/issues/mutations";
import { useDeleteIssues } from "@/features/issues/optimistic-edits";
import { type Change, ignoreEntries, resolveEntries, SplitButton } from "@/features/issues/status-buttons";
import { issueAsMarkdown } from "@/lib/issue-markdown";
import { useHotkeys } from "@/lib/use-hotkeys";
import { usePalette } from "@/stores/palette";
import { showToast } from "@/stores/toasts";
import type { IssueChange, IssueDetail, IssueStatus, Project } from "@/types/api";
import { Button, IconButton } from "@/ui/button";
import { copyText } from "@/ui/copy-button";
import { Menu, type MenuEntry } from "@/ui/menu";

type IssueActionsProps = {
  orgSlug: string;
  project: Project;
  eventId: string;
  issue: IssueDetail | undefined;
};

export function IssueActions({ orgSlug, project, eventId, issue }: IssueActionsProps) {
  const setStatus = useSetStatus(project.id);
  const copyMarkdown = useCopyMarkdown(project.id, eventId, issue);
  const change = (changed: IssueChange & { status: IssueStatus }) => {
    if (issue) setStatus([issue], changed);
  };
  useHotkeys({
    r: () => change({ status: "resolved" }),
    e: () => change({ status: "ignored" }),
    u: () => change({ status: "unresolved" }),
    y: copyMarkdown,
  });
  usePageCommands(change, copyMarkdown);
  const isOpen = !issue || issue.status === "unresolved";
  return (
    <>
      {isOpen ? (
        <>
          <SplitButton
            label="Resolve"
            disabled={!issue}
            onClick={() => change({ status: "resolved" })}
            entries={resolveEntries(issue, change)}
            isPrimary
          />
          <SplitButton
            label="Ignore"
            disabled={!issue}
            onClick={() => change({ status: "ignored" })}
            entries={ignoreEntries(change)}
          />
        </>
      ) : (
        <Button icon="undo" onClick={() => change({ status: "unresolved" })}>
          Reopen
        </Button>
      )}
      <Marks projectId={project.id} issue={issue} />
      <MoreMenu orgSlug={orgSlug} project={project} issue={issue} onCopyMarkdown={copyMarkdown} />
    </>
  );
}

type MoreMenuProps = {
  orgSlug: string;
  project: Project;
  issue: IssueDetail | undefined;
  onCopyMarkdown: () => void;
};

function MoreMenu({ orgSlug, project, issue, onCopyMarkdown }: MoreMenuProps) {
  const navigate = useNavigate();
  const remove = useDeleteIssues(project.id);
  const erase = () =>
    issue &&
    remove.mutate([issue], {
      onSuccess: () =>
        navigate({
          to: "/organizations/$orgSlug/projects/$projectSlug/issues",
          params: { orgSlug, projectSlug: project.slug },
        }),
    });
  const entries: MenuEntry[] = [
    { label: "Copy as Markdown", icon: "copy", onSelect: onCopyMarkdown },
    { label: "Copy link", icon: "link", onSelect: () => copyText(location.href) },
    { label: "Copy short id", icon: "tag", onSelect: () => copyText(issue?.short_id ?? "") },
    "separator",
    { label: "Delete…", icon: "trash", isDanger: true, onSelect: erase },
  ];
  return (
    <Menu entries={entries} button={<IconButton icon="dots" label="More actions" disabled={!issue} />} />
  );
}

function useCopyMarkdown(
  projectId: string,
  eventId: string,
  issue: IssueDetail | undefined,
): () => Promise<void> {
  const queries = useQueryClient();
  // Keeps the event of the page in the cache, whichever tab is open.
  useQuery({ ...issueEventQuery(projectId, issue?.id ?? "", eventId), enabled: false });
  return async () => {
    if (!issue) return;
    const event = await queries
      .ensureQueryData(issueEventQuery(projectId, issue.id, eventId))
      .catch(() => undefined);
    if (await copyText(issueAsMarkdown(issue, event, location.href)))
      showToast("Copied as Markdown", { tone: "success" });
  };
}

function usePageCommands(change: Change, copyMarkdown: () => void): void {
  const changed = usePalette((state) => state.pageCommandsChanged);
  useEffect(() => {
    changed([
      {
        id: "resolve",
        group: "Issue",
        label: "Resolve",
        keys: "r",
        run: () => change({ status: "resolved" }),
      },
      { id: "ignore", group: "Issue", label: "Ignore", keys: "e", run: () => change({ status: "ignored" }) },
      {
        id: "reopen",
        group: "Issue",
        label: "Reopen",
        keys: "u",
        run: () => change({ status: "unresolved" }),
      },
      { id: "markdown", group: "Issue", label: "Copy as Markdown", keys: "y", run: copyMarkdown },
    ]);
    return () => changed([]);
  });
}
