import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { releasesQuery } from "@/features/projects/statistics";
import { safeHref } from "@/lib/links";
import { formatShare, pluralize } from "@/lib/numbers";
import type { Project, Release } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Card } from "@/ui/card";
import { Icon } from "@/ui/icon";
import { PageHeader } from "@/ui/layout/page-header";
import { PagedList } from "@/ui/paged-list";
import { EmptyState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

export function ReleasesPage({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const releases = useInfiniteQuery(releasesQuery(project.id));
  return (
    <>
      <PageHeader
        title="Releases"
        parent={project.name}
        description="Versions that events named or that a deploy announced."
      />
      <div className="px-4 pb-10 sm:px-6">
        <Card isFlush>
          <PagedList
            pages={releases}
            skeletonCount={6}
            empty={
              <EmptyState icon="package" title="No releases yet">
                Set “release” in the SDK, and each version appears here with the issues it brought.
              </EmptyState>
            }
          >
            {(release) => (
              <ReleaseRow key={release.version} release={release} orgSlug={orgSlug} project={project} />
            )}
          </PagedList>
        </Card>
      </div>
    </>
  );
}

function ReleaseRow({ release, orgSlug, project }: { release: Release; orgSlug: string; project: Project }) {
  const href = safeHref(release.url);
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-2 last:border-0">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <Link
            to="/organizations/$orgSlug/projects/$projectSlug/releases/$version"
            params={{ orgSlug, projectSlug: project.slug, version: release.version }}
            className="truncate font-medium font-mono text-sm hover:text-accent-ink hover:underline"
          >
            {release.version}
          </Link>
          {href && (
            <a
              href={href}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={`Page of ${release.version}`}
              className="text-ink-faint hover:text-ink"
            >
              <Icon name="external" className="size-3.5" />
            </a>
          )}
        </p>
        <p className="text-ink-faint text-xs">
          {release.ref && <span className="mr-2 font-mono">{release.ref.slice(0, 12)}</span>}
          first seen <TimeAgo at={release.date_created} />
          {release.date_released && (
            <>
              , released <TimeAgo at={release.date_released} />
            </>
          )}
        </p>
      </div>
      {typeof release.adoption === "number" && (
        <span className="text-ink-soft text-xs tabular" title="Its part of the events of the last 24 hours">
          {formatShare(release.adoption)} of events
        </span>
      )}
      {release.new_issues ? (
        <Badge tone="warn">{pluralize(release.new_issues, "new issue")}</Badge>
      ) : (
        <Badge tone="ok">no new issues</Badge>
      )}
      {typeof release.issues === "number" && (
        <span className="text-ink-soft text-xs tabular">
          {pluralize(release.issues, "issue")} last seen here
        </span>
      )}
    </li>
  );
}
