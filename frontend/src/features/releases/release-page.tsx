import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { commitsQuery, deploysQuery, releaseQuery } from "@/features/projects/statistics";
import { ReleaseAdoption } from "@/features/releases/release-adoption";
import { ReleaseRegressions } from "@/features/releases/release-regressions";
import { safeHref } from "@/lib/links";
import { pluralize } from "@/lib/numbers";
import { tagTerm } from "@/lib/search-terms";
import type { Commit, Deploy, Project } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Card } from "@/ui/card";
import { PageHeader } from "@/ui/layout/page-header";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type ReleasePageProps = { orgSlug: string; project: Project; version: string };

const issuesPath = "/organizations/$orgSlug/projects/$projectSlug/issues";

export function ReleasePage({ orgSlug, project, version }: ReleasePageProps) {
  const release = useQuery(releaseQuery(project.id, version));
  if (release.error) {
    return (
      <ErrorState error={release.error} onRetry={release.refetch} className="min-h-[70vh] justify-center" />
    );
  }
  const params = { orgSlug, projectSlug: project.slug };
  return (
    <>
      <PageHeader
        title={version}
        parent={`${project.name}, releases`}
        description={
          release.data ? (
            <Dates created={release.data.date_created} released={release.data.date_released} />
          ) : (
            "…"
          )
        }
      />
      <div className="space-y-4 px-4 pb-10 sm:px-6">
        <div className="flex flex-wrap gap-2 text-sm">
          <Link
            to={issuesPath}
            params={params}
            search={{ query: tagTerm("release", version), status: "all" }}
            className="rounded-md border border-line bg-surface px-3 py-2 shadow-card hover:bg-hover"
          >
            {pluralize(release.data?.issues ?? 0, "issue")} last seen here
          </Link>
          <Link
            to={issuesPath}
            params={params}
            search={{ query: `first_release:${JSON.stringify(version)}`, status: "all" }}
            className="rounded-md border border-line bg-surface px-3 py-2 shadow-card hover:bg-hover"
          >
            {pluralize(release.data?.new_issues ?? 0, "new issue")}
          </Link>
        </div>
        <ReleaseAdoption projectId={project.id} version={version} />
        <ReleaseRegressions orgSlug={orgSlug} project={project} version={version} />
        <Deploys projectId={project.id} version={version} />
        <Commits projectId={project.id} version={version} />
      </div>
    </>
  );
}

function Dates({ created, released }: { created: string; released: string | null }) {
  return (
    <>
      First seen <TimeAgo at={created} />
      {released && (
        <>
          , released <TimeAgo at={released} />
        </>
      )}
    </>
  );
}

function Deploys({ projectId, version }: { projectId: string; version: string }) {
  const { data, error, refetch } = useQuery(deploysQuery(projectId, version));
  return (
    <Card isFlush title="Deploys">
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={1} />}
      {data?.data.length === 0 && (
        <EmptyState icon="send" title="No deploys">
          Tell of one with “sentry-cli deploys new”.
        </EmptyState>
      )}
      <ul>
        {data?.data.map((deploy) => (
          <DeployRow key={deploy.id} deploy={deploy} />
        ))}
      </ul>
    </Card>
  );
}

function DeployRow({ deploy }: { deploy: Deploy }) {
  const href = safeHref(deploy.url);
  return (
    <li className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2 text-sm last:border-0">
      <Badge>{deploy.environment}</Badge>
      {href ? (
        <a href={href} target="_blank" rel="noopener noreferrer" className="text-accent-ink hover:underline">
          {deploy.name ?? deploy.url}
        </a>
      ) : (
        <span>{deploy.name}</span>
      )}
      <span className="text-ink-faint text-xs">
        <TimeAgo at={deploy.finished_at} />
      </span>
    </li>
  );
}

function Commits({ projectId, version }: { projectId: string; version: string }) {
  const { data, error, refetch } = useQuery(commitsQuery(projectId, version));
  return (
    <Card isFlush title="Commits">
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <SkeletonRows count={3} />}
      {data?.data.length === 0 && (
        <EmptyState icon="list" title="No commits">
          Tell of them with “sentry-cli releases set-commits --local”; the commits that touched an issue’s
          files are named at the issue then.
        </EmptyState>
      )}
      <ul>
        {data?.data.map((commit) => (
          <CommitRow key={commit.id} commit={commit} />
        ))}
      </ul>
    </Card>
  );
}

function CommitRow({ commit }: { commit: Commit }) {
  const [subject] = commit.message.split("\n");
  return (
    <li className="border-line border-b px-4 py-2 last:border-0">
      <p className="text-sm [overflow-wrap:anywhere]">{subject || commit.id.slice(0, 12)}</p>
      <p className="text-ink-faint text-xs [overflow-wrap:anywhere]">
        <span className="font-mono">{commit.id.slice(0, 12)}</span>{" "}
        {commit.author.name ?? commit.author.email}
        {commit.committed_at && (
          <>
            {" "}
            <TimeAgo at={commit.committed_at} />
          </>
        )}
        {commit.files.length > 0 && `, ${pluralize(commit.files.length, "file")}`}
      </p>
    </li>
  );
}
