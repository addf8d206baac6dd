import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { regressionsQuery } from "@/features/projects/statistics";
import { pluralize } from "@/lib/numbers";
import type { Project } from "@/types/api";
import { Card } from "@/ui/card";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type ReleaseRegressionsProps = { orgSlug: string; project: Project; version: string };

/** The issues that had been resolved and came back in the release. */
export function ReleaseRegressions({ orgSlug, project, version }: ReleaseRegressionsProps) {
  const { data, error, refetch } = useQuery(regressionsQuery(project.id, version));
  const hidden = data ? data.total - data.data.length : 0;
  return (
    <Card isFlush title="Came back in this release">
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={2} />}
      {data?.data.length === 0 && (
        <EmptyState icon="check-circle" title="Nothing came back">
          Resolved issues that an event of this release opens again are listed here.
        </EmptyState>
      )}
      <ul>
        {data?.data.map((issue) => (
          <li key={issue.id} className="border-line border-b last:border-0 hover:bg-hover/70">
            <Link
              to="/organizations/$orgSlug/projects/$projectSlug/issues/$issueId"
              params={{ orgSlug, projectSlug: project.slug, issueId: issue.id }}
              className="flex h-10 items-center gap-3 px-4 text-sm"
            >
              <span className="w-20 shrink-0 font-medium text-ink-faint text-xs">{issue.short_id}</span>
              <span className="min-w-0 flex-1 truncate">{issue.title}</span>
              <span className="text-ink-faint text-xs">
                <TimeAgo at={issue.last_seen} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="px-4 py-2 text-ink-soft text-xs">and {pluralize(hidden, "more issue")}</p>}
    </Card>
  );
}
