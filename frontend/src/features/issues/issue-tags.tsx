import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { issueTagsQuery } from "@/features/issues/queries";
import { Lift } from "@/features/issues/top-tags";
import { formatCount, formatShare } from "@/lib/numbers";
import { tagTerm } from "@/lib/search-terms";
import type { Project } from "@/types/api";
import { Card } from "@/ui/card";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

type IssueTagsProps = { orgSlug: string; project: Project; issueId: string };

export function IssueTags({ orgSlug, project, issueId }: IssueTagsProps) {
  const { data, error, refetch } = useQuery(issueTagsQuery(project.id, issueId));
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <SkeletonRows count={6} />;
  if (data.length === 0)
    return (
      <EmptyState icon="tag" title="No tags">
        The events of this issue carry no tags.
      </EmptyState>
    );
  return (
    <div className="grid gap-3 md:grid-cols-2">
      {data.map((facet) => (
        <Card
          key={facet.key}
          title={facet.key}
          actions={<span className="text-ink-faint text-xs tabular">{formatCount(facet.total)}</span>}
        >
          <ul className="space-y-1">
            {facet.values.map((value) => (
              <li key={value.value}>
                <Link
                  to="/organizations/$orgSlug/projects/$projectSlug/issues"
                  params={{ orgSlug, projectSlug: project.slug }}
                  search={{ query: tagTerm(facet.key, value.value) }}
                  className="relative flex h-7 items-center justify-between gap-3 overflow-hidden rounded px-2 text-xs hover:ring-1 hover:ring-accent-line"
                >
                  <span
                    className="absolute inset-y-0 left-0 bg-accent-soft"
                    style={{ width: `${value.share * 100}%` }}
                  />
                  <span className="relative min-w-0 flex-1 truncate font-mono" title={value.value}>
                    {value.value}
                  </span>
                  <span className="relative">
                    <Lift value={value} />
                  </span>
                  <span className="relative text-ink-soft tabular">
                    {formatCount(value.count)} · {formatShare(value.share)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
          {facet.other ? (
            <p className="mt-1.5 px-2 text-ink-faint text-xs">{formatCount(facet.other)} with other values</p>
          ) : null}
        </Card>
      ))}
    </div>
  );
}
