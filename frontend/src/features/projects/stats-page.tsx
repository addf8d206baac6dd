import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CostCard } from "@/features/projects/cost-card";
import {
  newestDeploysQuery,
  newestReleasesQuery,
  type Period,
  statsQuery,
} from "@/features/projects/statistics";
import { classes } from "@/lib/classes";
import { formatCompact, formatCount } from "@/lib/numbers";
import { chartMarks } from "@/lib/release-marks";
import type { Issue, Project, ProjectStats } from "@/types/api";
import { Badge } from "@/ui/badge";
import { Card } from "@/ui/card";
import { BarChart, type Series } from "@/ui/charts/bar-chart";
import { PageHeader } from "@/ui/layout/page-header";
import { SelectMenu } from "@/ui/select-menu";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

const periods = [
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
] as const;

const outcomes = [
  { key: "accepted", name: "accepted", className: "bg-accent" },
  { key: "filtered", name: "filtered", className: "bg-level-debug" },
  { key: "limited", name: "limited", className: "bg-level-warning" },
  { key: "invalid", name: "invalid", className: "bg-level-error" },
  { key: "dropped", name: "dropped", className: "bg-level-fatal" },
] as const;

const levelSeries: (Series & { key: string })[] = [
  { key: "fatal", name: "fatal", className: "bg-level-fatal" },
  { key: "error", name: "error", className: "bg-level-error" },
  { key: "warning", name: "warning", className: "bg-level-warning" },
  { key: "info", name: "info", className: "bg-level-info" },
  { key: "debug", name: "debug", className: "bg-level-debug" },
];

type StatsPageProps = {
  orgSlug: string;
  project: Project;
  period: Period;
  onPeriodChange: (period: Period) => void;
};

export function StatsPage({ orgSlug, project, period, onPeriodChange }: StatsPageProps) {
  const { data, error, refetch } = useQuery(statsQuery(project.id, period));
  return (
    <>
      <PageHeader
        title="Stats"
        parent={project.name}
        description="Everything received is accounted for: what was kept, and what was not and why."
        actions={
          <SelectMenu label="Period" value={period} choices={periods} onChange={onPeriodChange} align="end" />
        }
      />
      <div className="space-y-4 px-4 pb-10 sm:px-6">
        <CostCard projectId={project.id} />
        {error && <ErrorState error={error} onRetry={refetch} />}
        {!data && !error && <Skeleton className="h-[32rem] w-full rounded-lg" />}
        {data && <StatsContent data={data} orgSlug={orgSlug} project={project} />}
      </div>
    </>
  );
}

function StatsContent({ data, orgSlug, project }: { data: ProjectStats; orgSlug: string; project: Project }) {
  const { data: releases } = useQuery(newestReleasesQuery(project.id));
  const { data: deploys } = useQuery(newestDeploysQuery(project.id));
  const received = data.buckets.map((bucket) => ({
    at: bucket.at,
    values: outcomes.map(({ key }) => bucket[key]),
  }));
  const byLevel = data.buckets.map(({ at, by_level }) => ({
    at,
    values: levelSeries.map(({ key }) => by_level?.[key] ?? 0),
  }));
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {outcomes.map(({ key, name, className }) => (
          <div key={key} className="rounded-lg border border-line bg-surface px-4 py-3 shadow-card">
            <dt className="flex items-center gap-2 text-ink-soft text-xs capitalize">
              <span className={classes("size-2 rounded-full", className)} />
              {name}
            </dt>
            <dd className="mt-0.5 font-semibold text-xl tabular">{formatCount(data.totals[key] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      <Card title="Received">
        <BarChart
          buckets={received}
          marks={chartMarks(releases ?? [], deploys ?? [], received)}
          series={outcomes}
          caption="Events received, by outcome"
          className="h-52"
        />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title="Accepted by level">
          <BarChart
            buckets={byLevel}
            series={levelSeries}
            caption="Accepted events by level"
            className="h-44"
          />
        </Card>
        <Reasons reasons={data.totals.reasons} />
      </div>
      <DiscardedBySdk discarded={data.discarded_by_sdk} />
      <TopIssues issues={data.top_issues ?? []} orgSlug={orgSlug} project={project} />
    </>
  );
}

function Reasons({ reasons }: { reasons: ProjectStats["totals"]["reasons"] }) {
  const rows = Object.entries(reasons ?? {}).flatMap(([outcome, counts]) =>
    outcome === "accepted"
      ? []
      : Object.entries(counts).map(([reason, count]) => ({ outcome, reason, count })),
  );
  return (
    <Card title="Not kept, by reason" isFlush>
      {rows.length === 0 ? (
        <EmptyState icon="check-circle" title="Nothing was turned away" className="py-10!" />
      ) : (
        <ul className="max-h-52 overflow-y-auto py-1">
          {rows
            .sort((left, right) => right.count - left.count)
            .map(({ outcome, reason, count }) => (
              <li key={`${outcome} ${reason}`} className="flex items-center gap-3 px-4 py-1.5 text-sm">
                <Badge>{outcome}</Badge>
                <span className="min-w-0 flex-1 truncate">{reason.replaceAll("_", " ")}</span>
                <span className="text-ink-soft tabular">{formatCount(count)}</span>
              </li>
            ))}
        </ul>
      )}
    </Card>
  );
}

/** What never reached us: sampling, hooks, full queues. Not part of what was received. */
function DiscardedBySdk({ discarded }: { discarded: ProjectStats["discarded_by_sdk"] | undefined }) {
  const rows = Object.entries(discarded?.reasons ?? {}).flatMap(([reason, categories]) =>
    Object.entries(categories).map(([category, count]) => ({ reason, category, count })),
  );
  if (rows.length === 0) return null;
  return (
    <Card title="Discarded by SDKs before sending" isFlush>
      <p className="px-4 pt-3 text-ink-soft text-xs">
        SDKs report these {formatCount(discarded?.total ?? 0)} themselves. They were never received and count
        nowhere above.
      </p>
      <ul className="max-h-52 overflow-y-auto py-1">
        {rows
          .sort((left, right) => right.count - left.count)
          .map(({ reason, category, count }) => (
            <li key={`${reason} ${category}`} className="flex items-center gap-3 px-4 py-1.5 text-sm">
              <Badge>{category.replaceAll("_", " ")}</Badge>
              <span className="min-w-0 flex-1 truncate">{reason.replaceAll("_", " ")}</span>
              <span className="text-ink-soft tabular">{formatCount(count)}</span>
            </li>
          ))}
      </ul>
    </Card>
  );
}

function TopIssues({ issues, orgSlug, project }: { issues: Issue[]; orgSlug: string; project: Project }) {
  const highest = Math.max(1, ...issues.map(({ times_seen }) => times_seen));
  if (issues.length === 0) return null;
  return (
    <Card title="Top issues" isFlush>
      <ol>
        {issues.map((issue) => (
          <li key={issue.id} className="relative border-line border-b last:border-0 hover:bg-hover/70">
            <span
              aria-hidden="true"
              className="absolute inset-y-0 left-0 bg-accent-soft/60"
              style={{ width: `${(issue.times_seen / highest) * 100}%` }}
            />
            <Link
              to="/organizations/$orgSlug/projects/$projectSlug/issues/$issueId"
              params={{ orgSlug, projectSlug: project.slug, issueId: issue.id }}
              className="relative flex h-10 items-center gap-3 px-4 text-sm"
            >
              <span className="w-20 shrink-0 font-medium text-ink-faint text-xs">{issue.short_id}</span>
              <span className="min-w-0 flex-1 truncate">{issue.title}</span>
              <span className="text-ink-soft tabular">{formatCompact(issue.times_seen)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}
