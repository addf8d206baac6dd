/** Comments and what happened to the issue, oldest first, with a box to add to it. */
import { useQuery } from "@tanstack/react-query";
import { activityQuery, commentsQuery } from "@/features/issues/comment-queries";
import { CommentBox, CommentEntry } from "@/features/issues/comments";
import { describeActivity } from "@/lib/activity";
import type { Activity, Comment } from "@/types/api";
import { Icon, type IconName } from "@/ui/icon";
import { Skeleton } from "@/ui/skeleton";
import { TimeAgo } from "@/ui/time-ago";

type IssueActivityProps = { orgSlug: string; projectId: string; issueId: string };
type Entry =
  | { kind: "comment"; comment: Comment; at: string }
  | { kind: "activity"; activity: Activity; at: string };

export function IssueActivity({ projectId, issueId }: IssueActivityProps) {
  const comments = useQuery(commentsQuery(projectId, issueId));
  const activity = useQuery(activityQuery(projectId, issueId));
  const isLoading = comments.isPending || activity.isPending;
  return (
    <section aria-label="Activity">
      <h2 className="mb-2 font-semibold text-sm">Activity</h2>
      {isLoading ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <ol className="space-y-3">
          {mergeEntries(comments.data?.data ?? [], activity.data?.data ?? []).map((entry) =>
            entry.kind === "comment" ? (
              <CommentEntry
                key={`c${entry.comment.id}`}
                comment={entry.comment}
                projectId={projectId}
                issueId={issueId}
              />
            ) : (
              <ActivityEntry key={`a${entry.activity.id}`} activity={entry.activity} />
            ),
          )}
        </ol>
      )}
      <CommentBox projectId={projectId} issueId={issueId} />
    </section>
  );
}

/** Comments also leave a line in the activity; only the comment itself is shown. */
function mergeEntries(comments: Comment[], activities: Activity[]): Entry[] {
  const entries: Entry[] = [
    ...comments.map((comment) => ({ kind: "comment" as const, comment, at: comment.created_at })),
    ...activities
      .filter(({ type }) => type !== "comment")
      .map((activity) => ({ kind: "activity" as const, activity, at: activity.created_at })),
  ];
  return entries.sort((left, right) => left.at.localeCompare(right.at));
}

const activityIcons: Record<string, IconName> = {
  assignment: "user",
  regression: "undo",
  merge: "link",
  unmerge: "link",
  first_seen: "flag",
};

function ActivityEntry({ activity }: { activity: Activity }) {
  return (
    <li className="flex gap-2.5 text-xs">
      <span className="flex size-6 shrink-0 items-center justify-center rounded-full bg-sunken text-ink-faint ring-1 ring-line">
        <Icon name={activityIcons[activity.type] ?? "check-circle"} className="size-3.5" />
      </span>
      <p className="min-w-0 pt-0.5 leading-5">
        <span className="font-medium">{activity.user?.name || activity.user?.email || "MiniSentry"}</span>{" "}
        <span className="text-ink-soft">{describeActivity(activity)}</span>{" "}
        <TimeAgo at={activity.created_at} className="text-ink-faint" />
      </p>
    </li>
  );
}
