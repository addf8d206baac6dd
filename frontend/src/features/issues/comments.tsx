/** A comment that can be read, edited and deleted, and the box to write one. */
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { meQuery } from "@/features/accounts/queries";
import { useAddComment, useDeleteComment, useEditComment } from "@/features/issues/comment-queries";
import { useHotkeys } from "@/lib/use-hotkeys";
import type { Comment } from "@/types/api";
import { Avatar } from "@/ui/avatar";
import { Button, IconButton } from "@/ui/button";
import { TextAreaField } from "@/ui/forms/field";
import { Menu } from "@/ui/menu";
import { TimeAgo } from "@/ui/time-ago";

export function CommentEntry({
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
                { label: "Delete…", icon: "trash", isDanger: true, onSelect: () => remove.mutate(comment) },
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
  const save = () => edit.mutate({ id: comment.id, content }, { onSuccess: onDone });
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

export function CommentBox({ projectId, issueId }: { projectId: string; issueId: string }) {
  const [content, setContent] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const add = useAddComment(projectId, issueId);
  useHotkeys({ c: () => box.current?.focus() });
  const send = () => {
    const text = content.trim();
    if (!text || add.isPending) return;
    add.mutate(text, {
      onSuccess: () => setContent(""),
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
