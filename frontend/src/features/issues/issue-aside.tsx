/** The column beside an issue: how often, who, where, and what people said about it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AssigneePicker } from "@/features/issues/assignee-picker";
import { IssueActivity } from "@/features/issues/issue-activity";
import { issueStatsQuery } from "@/features/issues/queries";
import { SuspectCommits } from "@/features/issues/suspect-commits";
import { TopTags } from "@/features/issues/top-tags";
import { newestDeploysQuery, newestReleasesQuery } from "@/features/projects/statistics";
import { classes } from "@/lib/classes";
import { formatCount } from "@/lib/numbers";
import { chartMarks } from "@/lib/release-marks";
import type { IssueDetail, Project } from "@/types/api";
import { BarChart } from "@/ui/charts/bar-chart";
import { Skeleton } from "@/ui/skeleton";
import { TimeAgo } from "@/ui/time-ago";

type IssueAsideProps = { orgSlug: string; project: Project; issueId: string; issue: IssueDetail | undefined };

export function IssueAside({ orgSlug, project, issueId, issue }: IssueAsideProps) {
  return (
    <aside aria-label="About this issue" className="min-w-0 space-y-6 xl:pt-1">
      <Numbers issue={issue} />
      <History projectId={project.id} issueId={issueId} />
      <AssigneePicker orgSlug={orgSlug} projectId={project.id} issue={issue} />
      <SuspectCommits orgSlug={orgSlug} project={project} issueId={issueId} issue={issue} />
      <Seen issue={issue} />
      <TopTags orgSlug={orgSlug} project={project} issueId={issueId} />
      <IssueActivity orgSlug={orgSlug} projectId={project.id} issueId={issueId} />
    </aside>
  );
}

function Numbers({ issue }: { issue: IssueDetail | undefined }) {
  const users = issue && (typeof issue.users === "number" ? formatCount(issue.users) : issue.users);
  return (
    <dl className="grid grid-cols-2 gap-3">
      <Figure label="Events" value={issue && formatCount(issue.times_seen)} />
      <Figure label="Users affected" value={users} />
    </dl>
  );
}

function Figure({ label, value }: { label: string; value: string | undefined }) {
  return (
    <div>
      <dt className="text-ink-faint text-xs">{label}</dt>
      <dd className="flow-root h-7 font-semibold text-xl leading-7 tabular">
        {value ?? <Skeleton className="mt-1 h-5 w-16" />}
      </dd>
    </div>
  );
}

const series = [{ name: "events", className: "bg-accent/75" }];

function History({ projectId, issueId }: { projectId: string; issueId: string }) {
  const [period, setPeriod] = useState<"24h" | "30d">("24h");
  const { data } = useQuery(issueStatsQuery(projectId, issueId, period));
  const { data: releases } = useQuery(newestReleasesQuery(projectId));
  const { data: deploys } = useQuery(newestDeploysQuery(projectId));
  return (
    <section>
      <div className="mb-1 flex items-center justify-between">
        <h2 className="font-semibold text-sm">History</h2>
        <div className="flex gap-1">
          {(["24h", "30d"] as const).map((choice) => (
            <button
              key={choice}
              type="button"
              aria-pressed={period === choice}
              onClick={() => setPeriod(choice)}
              className={classes(
                "rounded px-1.5 py-0.5 text-xs",
                period === choice
                  ? "bg-accent-soft font-medium text-accent-ink"
                  : "text-ink-faint hover:text-ink",
              )}
            >
              {choice === "24h" ? "24 h" : "30 d"}
            </button>
          ))}
        </div>
      </div>
      <div className="flow-root h-28">
        {data ? (
          <BarChart
            className="h-28"
            caption="Events over time"
            series={series}
            marks={chartMarks(releases ?? [], deploys ?? [], data.buckets)}
            buckets={data.buckets.map(({ at, count }) => ({ at, values: [count] }))}
          />
        ) : (
          <Skeleton className="mt-5 h-19 w-full" />
        )}
      </div>
    </section>
  );
}

function Seen({ issue }: { issue: IssueDetail | undefined }) {
  const environments = issue?.environments.join(", ");
  return (
    <dl className="space-y-1.5 text-sm">
      <SeenRow label="First seen" at={issue?.first_seen} release={issue?.first_release} />
      <SeenRow label="Last seen" at={issue?.last_seen} release={issue?.last_release} />
      {environments !== "" && (
        <div className="flex min-h-5 gap-3">
          <dt className="w-24 shrink-0 text-ink-faint">Environments</dt>
          <dd className="min-w-0 truncate" title={environments}>
            {environments}
          </dd>
        </div>
      )}
    </dl>
  );
}

function SeenRow({
  label,
  at,
  release,
}: {
  label: string;
  at: string | undefined;
  release: string | null | undefined;
}) {
  return (
    <div className="flex min-h-5 gap-3">
      <dt className="w-24 shrink-0 text-ink-faint">{label}</dt>
      <dd className="min-w-0 truncate">
        {at && <TimeAgo at={at} />}
        {release && (
          <span className="ml-1.5 font-mono text-ink-faint text-xs" title={release}>{`in ${release}`}</span>
        )}
      </dd>
    </div>
  );
}
