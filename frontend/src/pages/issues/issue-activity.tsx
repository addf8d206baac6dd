/** Comments and what happened to the issue, oldest first, with a box to add to it. */
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { TextAreaField } from "@/components/forms/field";
import { Avatar } from "@/components/ui/avatar";
import { Button, IconButton } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { TimeAgo } from "@/components/ui/time-ago";
import { meQuery } from "@/hooks/auth";
import {
  activityQuery,
  commentsQuery,
  useAddComment,
  useDeleteComment,
  useEditComment,
} from "@/hooks/comments";
import { useHotkeys } from "@/hooks/use-hotkeys";
import { describeActivity } from "@/lib/activity";
import { showToast } from "@/stores/toasts";
import type { Activity, Comment } from "@/types/api";

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

function CommentEntry({
  comment,
  projectId,
  issueId,
}: {
  comment: Comment;
  projectId: string;
  issueId: string;
}) {
  const { data: me } = useQuery(meQuery());
  const [isEditing, setIsEditing] = useState(false);
  const remove = useDeleteComment(projectId, issueId);
  const author = comment.user?.name || comment.user?.email || "Someone";
  const isMine = me?.id === comment.user?.id;
  return (
    <li className="flex gap-2.5">
      <Avatar name={author} />
      <div className="min-w-0 flex-1 rounded-lg border border-line bg-surface px-3 py-2 text-sm shadow-card">
        <div className="flex min-h-6 items-center gap-2 text-xs">
          <span className="font-semibold">{author}</span>
          <TimeAgo at={comment.created_at} className="flex-1 text-ink-faint" />
          {isMine && !isEditing && (
            <Menu
              button={
                <IconButton icon="dots" label="Change the comment" size="sm" className="-my-1 -mr-1.5" />
              }
              entries={[
                { label: "Edit", icon: "message", onSelect: () => setIsEditing(true) },
                { label: "Delete", icon: "trash", isDanger: true, onSelect: () => remove.mutate(comment.id) },
              ]}
            />
          )}
        </div>
        {isEditing ? (
          <CommentEditor
            comment={comment}
            projectId={projectId}
            issueId={issueId}
            onDone={() => setIsEditing(false)}
          />
        ) : (
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{comment.content}</p>
        )}
      </div>
    </li>
  );
}

type CommentEditorProps = { comment: Comment; projectId: string; issueId: string; onDone: () => void };

function CommentEditor({ comment, projectId, issueId, onDone }: CommentEditorProps) {
  const [content, setContent] = useState(comment.content);
  const edit = useEditComment(projectId, issueId);
  const save = async () => {
    await edit.mutateAsync({ id: comment.id, content });
    onDone();
  };
  return (
    <div className="space-y-2">
      <TextAreaField
        label="Comment"
        isLabelHidden
        value={content}
        onChange={(event) => setContent(event.target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" disabled={!content.trim()} isBusy={edit.isPending} onClick={save}>
          Save
        </Button>
      </div>
    </div>
  );
}

function CommentBox({ projectId, issueId }: { projectId: string; issueId: string }) {
  const [content, setContent] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const add = useAddComment(projectId, issueId);
  useHotkeys({ c: () => box.current?.focus() });
  const send = () => {
    const text = content.trim();
    if (!text || add.isPending) return;
    add.mutate(text, {
      onSuccess: () => setContent(""),
      onError: (error) => showToast(error.message, { tone: "danger" }),
    });
  };
  return (
    <form
      className="mt-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextAreaField
        ref={box}
        label="Add a comment"
        isLabelHidden
        placeholder="Add a comment. @name mentions a colleague."
        value={content}
        onChange={(event) => setContent(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send();
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <div className="mt-2 flex justify-end">
        <Button type="submit" size="sm" disabled={!content.trim()} isBusy={add.isPending}>
          Comment
        </Button>
      </div>
    </form>
  );
}
