/** How the events of an issue spread over their tags. A click filters the list by that value. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { issueTagsQuery } from "@/features/issues/queries";
import { formatCount, formatShare } from "@/lib/numbers";
import { tagTerm } from "@/lib/search-terms";
import type { Project, TagFacet, TagValue } from "@/types/api";
import { DistributionBar } from "@/ui/charts/distribution";
import { Skeleton } from "@/ui/skeleton";

const preferred = ["release", "environment", "browser", "os", "device", "url", "transaction", "server_name"];
const shownKeys = 6;
const notableLift = 1.5;

type TopTagsProps = { orgSlug: string; project: Project; issueId: string };

export function TopTags({ orgSlug, project, issueId }: TopTagsProps) {
  const { data } = useQuery(issueTagsQuery(project.id, issueId));
  if (!data) return <Skeleton className="h-72 w-full" />;
  const facets = data.toSorted((left, right) => rank(left.key) - rank(right.key)).slice(0, shownKeys);
  if (facets.length === 0) return null;
  return (
    <section>
      <h2 className="mb-2 font-semibold text-sm">Tags</h2>
      <div className="space-y-3.5">
        {facets.map((facet) => (
          <Facet key={facet.key} facet={facet} orgSlug={orgSlug} project={project} />
        ))}
      </div>
    </section>
  );
}

function rank(key: string): number {
  const position = preferred.indexOf(key);
  return position < 0 ? preferred.length : position;
}

function Facet({ facet, orgSlug, project }: { facet: TagFacet; orgSlug: string; project: Project }) {
  const [top] = facet.values;
  return (
    <div>
      <div className="mb-1 flex justify-between gap-2 text-xs">
        <span className="text-ink-faint">{facet.key}</span>
        {top && <Lift value={top} />}
      </div>
      <DistributionBar shares={facet.values.map(({ share }) => share)} />
      <ul className="mt-1">
        {facet.values.slice(0, 3).map((value) => (
          <li key={value.value}>
            <Link
              to="/organizations/$orgSlug/projects/$projectSlug/issues"
              params={{ orgSlug, projectSlug: project.slug }}
              search={{ query: tagTerm(facet.key, value.value) }}
              title={`${formatCount(value.count)} events. Show issues with ${facet.key} = ${value.value}`}
              className="-mx-1.5 flex justify-between gap-3 rounded px-1.5 py-0.5 text-xs hover:bg-hover"
            >
              <span className="min-w-0 truncate">{value.value}</span>
              <span className="text-ink-faint tabular">{formatShare(value.share)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Says when a value is much more frequent here than in the whole project. */
export function Lift({ value }: { value: TagValue }) {
  if (typeof value.project_share !== "number" || value.share < value.project_share * notableLift) return null;
  return (
    <span
      className="truncate font-medium text-warn-ink"
      title={`${value.value}: ${formatShare(value.share)} here, ${formatShare(value.project_share)} in the project`}
    >
      {formatShare(value.share)} here, {formatShare(value.project_share)} in project
    </span>
  );
}
