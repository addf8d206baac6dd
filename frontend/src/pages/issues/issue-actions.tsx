/** What one can do with an open issue. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Menu, type MenuEntry } from "@/components/ui/menu";
import { issueEventQuery } from "@/hooks/events";
import { useDeleteIssues, useMarkIssue, useSetStatus } from "@/hooks/issue-changes";
import { useHotkeys } from "@/hooks/use-hotkeys";
import { issueAsMarkdown } from "@/lib/issue-markdown";
import { usePalette } from "@/stores/palette";
import { showToast } from "@/stores/toasts";
import type { IssueChange, IssueDetail, IssueStatus, Project } from "@/types/api";

type IssueActionsProps = {
  orgSlug: string;
  project: Project;
  eventId: string;
  issue: IssueDetail | undefined;
};

const hourMs = 3_600_000;

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

type Change = (change: IssueChange & { status: IssueStatus }) => void;

function resolveEntries(issue: IssueDetail | undefined, change: Change): MenuEntry[] {
  const current = issue?.last_release;
  return [
    { label: "Resolve now", icon: "check", onSelect: () => change({ status: "resolved" }) },
    {
      label: "In the next release",
      icon: "package",
      onSelect: () => change({ status: "resolved", status_details: { in_next_release: true } }),
    },
    {
      label: current ? `In ${current}` : "In the current release",
      icon: "tag",
      isDisabled: !current,
      onSelect: () => change({ status: "resolved", status_details: { in_release: current } }),
    },
  ];
}

function ignoreEntries(change: Change): MenuEntry[] {
  const until = (hours: number) => () =>
    change({
      status: "ignored",
      status_details: { ignore_until: new Date(Date.now() + hours * hourMs).toISOString() },
    });
  const count = (ignore_count: number) => () =>
    change({ status: "ignored", status_details: { ignore_count } });
  return [
    { label: "Forever", icon: "mute", onSelect: () => change({ status: "ignored" }) },
    { heading: "For a time" },
    { label: "One hour", icon: "clock", onSelect: until(1) },
    { label: "One day", icon: "clock", onSelect: until(24) },
    { label: "One week", icon: "clock", onSelect: until(168) },
    { heading: "Until it happens again" },
    { label: "10 more times", icon: "activity", onSelect: count(10) },
    { label: "100 more times", icon: "activity", onSelect: count(100) },
    { label: "1,000 more times", icon: "activity", onSelect: count(1000) },
  ];
}

type SplitButtonProps = {
  label: string;
  disabled: boolean;
  onClick: () => void;
  entries: MenuEntry[];
  isPrimary?: boolean;
};

function SplitButton({ label, disabled, onClick, entries, isPrimary }: SplitButtonProps) {
  const variant = isPrimary ? "primary" : "secondary";
  return (
    <span className="inline-flex">
      <Button
        variant={variant}
        icon={isPrimary ? "check" : "mute"}
        disabled={disabled}
        onClick={onClick}
        className="rounded-r-none max-sm:[&>svg]:hidden"
      >
        {label}
      </Button>
      <Menu
        entries={entries}
        button={
          <Button
            variant={variant}
            disabled={disabled}
            aria-label={`${label}, more choices`}
            className={`rounded-l-none px-1.5! ${isPrimary ? "border-white/25 border-l" : "-ml-px"}`}
          >
            <Icon name="chevron-down" className="size-3.5" />
          </Button>
        }
      />
    </span>
  );
}

function Marks({ projectId, issue }: { projectId: string; issue: IssueDetail | undefined }) {
  const bookmark = useMarkIssue(projectId, issue?.id ?? "", "bookmark");
  const subscription = useMarkIssue(projectId, issue?.id ?? "", "subscription");
  const isBookmarked = issue?.is_bookmarked ?? false;
  const isSubscribed = issue?.is_subscribed ?? false;
  return (
    <>
      <IconButton
        icon="bookmark"
        label={isBookmarked ? "Remove the bookmark" : "Bookmark"}
        aria-pressed={isBookmarked}
        disabled={!issue}
        className={isBookmarked ? "text-accent-ink [&_path]:fill-current" : ""}
        onClick={() => bookmark.mutate(!isBookmarked)}
      />
      <IconButton
        icon="bell"
        label={isSubscribed ? "Stop notifying me" : "Notify me of changes"}
        aria-pressed={isSubscribed}
        disabled={!issue}
        className={isSubscribed ? "text-accent-ink [&_path]:fill-current" : ""}
        onClick={() => subscription.mutate(!isSubscribed)}
      />
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
  const [isConfirming, setIsConfirming] = useState(false);
  const entries: MenuEntry[] = [
    { label: "Copy as Markdown", icon: "copy", onSelect: onCopyMarkdown },
    { label: "Copy link", icon: "link", onSelect: () => copyText(location.href) },
    { label: "Copy short id", icon: "tag", onSelect: () => copyText(issue?.short_id ?? "") },
    "separator",
    { label: "Delete…", icon: "trash", isDanger: true, onSelect: () => setIsConfirming(true) },
  ];
  const confirm = async () => {
    if (!issue) return;
    await remove.mutateAsync([issue.id]);
    await navigate({
      to: "/organizations/$orgSlug/projects/$projectSlug/issues",
      params: { orgSlug, projectSlug: project.slug },
    });
  };
  return (
    <>
      <Menu entries={entries} button={<IconButton icon="dots" label="More actions" disabled={!issue} />} />
      <ConfirmDialog
        isOpen={isConfirming}
        onClose={() => setIsConfirming(false)}
        onConfirm={confirm}
        title={`Delete ${issue?.short_id ?? ""}?`}
        confirmLabel="Delete issue"
        isBusy={remove.isPending}
      >
        Its events, comments and history are erased. If the error happens again, a new issue begins.
      </ConfirmDialog>
    </>
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
