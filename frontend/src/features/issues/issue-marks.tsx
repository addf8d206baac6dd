import { useMarkIssue } from "@/features/issues/optimistic-edits";
import type { IssueDetail } from "@/types/api";
import { IconButton } from "@/ui/button";

/** Bookmark and subscription of the signed-in user. */
export function Marks({ projectId, issue }: { projectId: string; issue: IssueDetail | undefined }) {
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
