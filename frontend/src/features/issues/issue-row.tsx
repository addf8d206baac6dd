import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { IssueTitle } from "@/features/issues/issue-title";
import { LevelMark } from "@/features/issues/level-mark";
import { columns } from "@/features/issues/list-columns";
import { classes } from "@/lib/classes";
import type { IssueSearch } from "@/lib/issue-search";
import { formatCompact, formatCount } from "@/lib/numbers";
import type { ReleaseMark } from "@/lib/release-marks";
import type { Issue } from "@/types/api";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";
import { Sparkline } from "@/ui/charts/sparkline";
import { TimeAgo } from "@/ui/time-ago";

export type IssueRowProps = {
  issue: Issue;
  orgSlug: string;
  projectSlug: string;
  search: IssueSearch;
  releaseMarks: readonly ReleaseMark[];
  isCurrent: boolean;
  isSelected: boolean;
  onToggle: (id: string) => void;
  onResolve: (issue: Issue) => void;
  onIgnore: (issue: Issue) => void;
};

export const IssueRow = memo(function IssueRow(props: IssueRowProps) {
  const { issue, releaseMarks, isCurrent, isSelected, onToggle } = props;
  return (
    <div
      data-issue-row={issue.id}
      data-current={isCurrent || undefined}
      className={classes(
        "group relative flex h-full items-center gap-3 border-line border-b px-4 sm:px-6",
        isSelected ? "bg-accent-soft/70" : "hover:bg-hover/70",
        isCurrent && "shadow-[inset_3px_0_0_var(--accent)]",
      )}
    >
      <input
        type="checkbox"
        checked={isSelected}
        onChange={() => onToggle(issue.id)}
        aria-label={`Select ${issue.short_id}`}
        className="relative z-10 size-4 shrink-0 accent-accent"
      />
      <Summary {...props} />
      <Sparkline
        counts={issue.sparkline ?? []}
        label={describeSparkline(issue.sparkline ?? [], releaseMarks)}
        marks={releaseMarks.map(({ position }) => position)}
        width={112}
        className={classes(columns.graph, "text-accent-ink/55")}
      />
      <span className={columns.number} title={`${formatCount(issue.times_seen)} events`}>
        {formatCompact(issue.times_seen)}
        <span className="ml-1 text-ink-faint text-xs sm:hidden">events</span>
      </span>
      <span className={classes(columns.number, "max-sm:hidden")} title={`${issue.users} users affected`}>
        {typeof issue.users === "number" ? formatCompact(issue.users) : issue.users}
      </span>
      <span className={columns.assignee}>
        {issue.assignee && (
          <span title={`Assigned to ${issue.assignee.name || issue.assignee.email}`}>
            <Avatar name={issue.assignee.name || issue.assignee.email} />
          </span>
        )}
      </span>
      <QuickActions {...props} />
    </div>
  );
});

function describeSparkline(counts: number[], releaseMarks: readonly ReleaseMark[]): string {
  const releases = releaseMarks.flatMap(({ versions }) => versions);
  const events = `Events in the last 24 hours: ${counts.join(", ")}`;
  return releases.length > 0 ? `${events}. Released: ${releases.join(", ")}` : events;
}

function Summary({ issue, orgSlug, projectSlug, search }: IssueRowProps) {
  return (
    <div className="min-w-0 flex-1">
      <div className="flex min-w-0 items-center gap-2">
        <LevelMark level={issue.level} />
        <Link
          to="/organizations/$orgSlug/projects/$projectSlug/issues/$issueId"
          params={{ orgSlug, projectSlug, issueId: issue.id }}
          search={search}
          className={classes(
            "min-w-0 truncate text-base after:absolute after:inset-0",
            issue.status !== "unresolved" && "text-ink-soft line-through decoration-ink-faint/60",
          )}
        >
          <IssueTitle title={issue.title} />
        </Link>
      </div>
      <div className="mt-0.5 flex min-w-0 items-center gap-2 pl-4 text-ink-faint text-xs">
        {issue.status !== "unresolved" && (
          <Badge tone={issue.status === "resolved" ? "ok" : "neutral"}>{issue.status}</Badge>
        )}
        <span className="shrink-0 font-medium">{issue.short_id}</span>
        <span className="truncate font-mono text-2xs max-sm:hidden">{issue.culprit}</span>
        <span className="ml-auto flex shrink-0 items-center gap-1 sm:ml-0">
          <TimeAgo at={issue.last_seen} isShort />
          <span aria-hidden="true">·</span>
          <span title="first seen">
            <TimeAgo at={issue.first_seen} isShort /> old
          </span>
        </span>
      </div>
    </div>
  );
}

function QuickActions({ issue, onResolve, onIgnore }: IssueRowProps) {
  return (
    <div className="absolute right-4 z-10 hidden gap-1 rounded-md bg-surface p-0.5 shadow-pop group-focus-within:flex group-hover:flex max-sm:hidden! pointer-coarse:hidden!">
      <IconButton
        icon={issue.status === "resolved" ? "undo" : "check"}
        label={issue.status === "resolved" ? "Reopen" : "Resolve"}
        size="sm"
        onClick={() => onResolve(issue)}
      />
      <IconButton
        icon="mute"
        label={issue.status === "ignored" ? "Reopen" : "Ignore"}
        size="sm"
        onClick={() => onIgnore(issue)}
      />
    </div>
  );
}
