/** What people wrote about errors: of a project, page by page, or of one issue. */
import { Link } from "@tanstack/react-router";
import { safeHref } from "@/lib/links";
import type { Feedback } from "@/types/api";
import { Badge } from "@/ui/badge";
import { TimeAgo } from "@/ui/time-ago";

type FeedbackRowProps = { feedback: Feedback; orgSlug: string; projectSlug: string; isAtIssue?: boolean };

const issuePath = "/organizations/$orgSlug/projects/$projectSlug/issues/$issueId";

export function FeedbackRow({ feedback, orgSlug, projectSlug, isAtIssue = false }: FeedbackRowProps) {
  const href = safeHref(feedback.url);
  const params = { orgSlug, projectSlug };
  return (
    <li className="border-line border-b px-4 py-3 last:border-0">
      <p className="flex flex-wrap items-center gap-x-2 text-xs">
        <span className="font-medium text-sm [overflow-wrap:anywhere]">
          {feedback.name ?? feedback.email ?? "Somebody"}
        </span>
        {feedback.name && feedback.email && (
          <span className="text-ink-soft [overflow-wrap:anywhere]">{feedback.email}</span>
        )}
        <span className="text-ink-faint">
          <TimeAgo at={feedback.received_at} />
        </span>
        {feedback.environment && <Badge>{feedback.environment}</Badge>}
        {feedback.status !== "unresolved" && <Badge tone="ok">{feedback.status}</Badge>}
      </p>
      <p className="mt-1 whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">{feedback.message}</p>
      <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs">
        <Link
          to={issuePath}
          params={{ ...params, issueId: feedback.short_id }}
          className="text-accent-ink hover:underline"
        >
          {feedback.short_id}
        </Link>
        {!isAtIssue && feedback.about_issue_id && (
          <Link
            to={issuePath}
            params={{ ...params, issueId: feedback.about_issue_id }}
            className="text-accent-ink hover:underline"
          >
            The error it is about
          </Link>
        )}
        {href && (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            className="text-ink-soft [overflow-wrap:anywhere] hover:underline"
          >
            {feedback.url}
          </a>
        )}
      </p>
    </li>
  );
}
