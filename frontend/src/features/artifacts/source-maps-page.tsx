import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { BundleRow } from "@/features/artifacts/bundle-row";
import { CheckCard } from "@/features/artifacts/check-card";
import { startApply } from "@/features/artifacts/mutations";
import { bundlesQuery, sourceMapsQuery } from "@/features/artifacts/queries";
import { followJob } from "@/features/jobs/queries";
import { formatCount, pluralize } from "@/lib/numbers";
import type { Project, SourceMapStatus } from "@/types/api";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { CodeBlock } from "@/ui/code-block";
import { PageHeader } from "@/ui/layout/page-header";
import { PagedList } from "@/ui/paged-list";
import { EmptyState, ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

type SourceMapsPageProps = { orgSlug: string; project: Project };

export function SourceMapsPage({ orgSlug, project }: SourceMapsPageProps) {
  const status = useQuery(sourceMapsQuery(project.id));
  const bundles = useInfiniteQuery(bundlesQuery(project.id));
  return (
    <>
      <PageHeader
        title="Source maps"
        parent={project.name}
        description="What turns minified JavaScript back into your files, lines and code."
      />
      <div className="space-y-4 px-4 pb-10 sm:px-6">
        {status.error ? (
          <ErrorState error={status.error} onRetry={status.refetch} />
        ) : (
          <StatusFigures status={status.data} />
        )}
        <Card isFlush title="Bundles" description="Uploaded by sentry-cli or a bundler plugin, newest first.">
          <PagedList
            pages={bundles}
            skeletonCount={4}
            empty={<NoBundles orgSlug={orgSlug} projectSlug={project.slug} />}
          >
            {(bundle) => <BundleRow key={bundle.id} bundle={bundle} projectId={project.id} />}
          </PagedList>
        </Card>
        <CheckCard projectId={project.id} />
        <LateMapsCard orgSlug={orgSlug} project={project} />
      </div>
    </>
  );
}

function StatusFigures({ status }: { status: SourceMapStatus | undefined }) {
  const missing = status?.events_without_maps ?? 0;
  return (
    <dl className="grid gap-3 sm:grid-cols-3">
      <Figure label="Last upload">
        {status ? status.last_upload_at ? <TimeAgo at={status.last_upload_at} /> : "never" : "…"}
      </Figure>
      <Figure label="Releases with maps">{status ? formatCount(status.releases.length) : "…"}</Figure>
      <Figure label="Events without maps, 24 hours" isWarning={missing > 0}>
        {status ? formatCount(missing) : "…"}
      </Figure>
    </dl>
  );
}

type FigureProps = { label: string; isWarning?: boolean; children: React.ReactNode };

function Figure({ label, isWarning, children }: FigureProps) {
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3 shadow-card">
      <dt className="text-ink-faint text-xs">{label}</dt>
      <dd
        className={
          isWarning ? "font-semibold text-lg text-warn-ink tabular" : "font-semibold text-lg tabular"
        }
      >
        {children}
      </dd>
    </div>
  );
}

function NoBundles({ orgSlug, projectSlug }: { orgSlug: string; projectSlug: string }) {
  const commands = [
    `export SENTRY_URL=${location.origin}/ SENTRY_AUTH_TOKEN=…`,
    `export SENTRY_ORG=${orgSlug} SENTRY_PROJECT=${projectSlug}`,
    "npx @sentry/cli sourcemaps inject dist",
    "npx @sentry/cli sourcemaps upload dist",
  ].join("\n");
  return (
    <EmptyState icon="file" title="No bundles yet">
      <p>After each build, inject debug ids and upload the folder that you publish:</p>
      <div className="mt-3 text-left">
        <CodeBlock code={commands} label="Upload source maps" />
      </div>
    </EmptyState>
  );
}

/** Maps that came after their events: what would change, and changing it. */
function LateMapsCard({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const [looked, setLooked] = useState<number | null>(null);
  const applying = useMutation({
    meta: { failure: "form" },
    mutationFn: async (isDryRun: boolean) =>
      followJob(orgSlug, await startApply(project.id, isDryRun), (job) => setLooked(job.done ?? 0)),
  });
  return (
    <Card
      title="Events that came before their maps"
      description="Each upload maps the last 7 days' events anew by itself. Do it by hand where that was missed."
    >
      <div className="flex flex-wrap items-center gap-2">
        <Button isBusy={applying.isPending && applying.variables} onClick={() => applying.mutate(true)}>
          See what would change
        </Button>
        <Button isBusy={applying.isPending && !applying.variables} onClick={() => applying.mutate(false)}>
          Map them now
        </Button>
        <span role="status" className="text-ink-soft text-sm">
          {applying.isPending && `${pluralize(looked ?? 0, "event")} so far…`}
          {applying.data && (applying.variables ? "Would look at " : "Looked at ")}
          {applying.data && pluralize(applying.data.done ?? 0, "event")}
          {applying.error && <span className="text-danger-ink">{applying.error.message}</span>}
        </span>
      </div>
    </Card>
  );
}
