/** The exports and erasures of people's data in the last 30 days, with how far each is. */
import { useQuery } from "@tanstack/react-query";
import { isRunning, personJobsQuery } from "@/features/accounts/people";
import { ExportLinks } from "@/features/projects/export-links";
import { isRecord } from "@/lib/event";
import { pluralize } from "@/lib/numbers";
import type { Job } from "@/types/api";
import { Badge, type Tone } from "@/ui/badge";
import { Card } from "@/ui/card";
import { ProgressBar } from "@/ui/progress-bar";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

const tones: Record<Job["state"], Tone> = {
  queued: "neutral",
  running: "info",
  done: "ok",
  failed: "danger",
};

export function PersonJobs({ orgSlug, projectId }: { orgSlug: string; projectId: string }) {
  const { data: jobs, error, refetch } = useQuery(personJobsQuery(orgSlug, projectId));
  return (
    <Card
      title="Exports and erasures"
      description="Of the last 30 days. Export links work for an hour."
      isFlush
    >
      {error && !jobs && <ErrorState error={error} onRetry={refetch} />}
      {!jobs && !error && <SkeletonRows count={2} />}
      {jobs?.length === 0 && <EmptyState icon="shield" title="Nobody asked yet" className="py-10!" />}
      <ul>
        {jobs?.map((job) => (
          <PersonJob key={job.id} job={job} />
        ))}
      </ul>
    </Card>
  );
}

function PersonJob({ job }: { job: Job }) {
  const name = job.kind === "erase_user" ? "Erasure" : "Export";
  return (
    <li className="space-y-2 border-line border-b px-4 py-3 text-sm last:border-0">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{name}</span>
        <Badge tone={tones[job.state]}>{job.state}</Badge>
        <span role="status" className="min-w-0 flex-1 text-ink-soft">
          {outcome(job)}
        </span>
        <TimeAgo at={job.created_at} className="text-ink-faint text-xs" />
      </p>
      {isRunning(job) && <ProgressBar label={`${name} in progress`} done={job.done} total={job.total} />}
      {job.state === "done" && job.kind === "export_user" && (
        <div className="flex flex-wrap gap-2 empty:hidden">
          <ExportLinks job={job} />
        </div>
      )}
    </li>
  );
}

function outcome(job: Job): string {
  if (job.state === "failed") return job.error ?? "It failed.";
  if (isRunning(job))
    return job.total > 0
      ? `${pluralize(job.done, "issue")} of ${job.total} looked through`
      : "about to begin";
  const result = isRecord(job.result) ? job.result : {};
  return job.kind === "erase_user"
    ? `${pluralize(Number(result.events ?? 0), "event")} erased`
    : `${pluralize(Number(result.lines ?? 0), "event")} found`;
}
