import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { adoptionQuery, type Period } from "@/features/projects/statistics";
import { formatShare } from "@/lib/numbers";
import { Card } from "@/ui/card";
import { BarChart } from "@/ui/charts/bar-chart";
import { SelectMenu } from "@/ui/select-menu";
import { Skeleton } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const periods = [
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
] as const;

const series = [
  { name: "of this release", className: "bg-accent" },
  { name: "of others", className: "bg-line-strong" },
] as const;

/** How far a release has got: its part of the project's events over time. */
export function ReleaseAdoption({ projectId, version }: { projectId: string; version: string }) {
  const [period, setPeriod] = useState<Period>("7d");
  const { data, error, refetch } = useQuery(adoptionQuery(projectId, version, period));
  const buckets = data?.buckets.map(({ at, events, all_events }) => ({
    at,
    values: [events, Math.max(0, all_events - events)],
  }));
  return (
    <Card
      title="Adoption"
      actions={
        <SelectMenu label="Period" value={period} choices={periods} onChange={setPeriod} align="end" />
      }
    >
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-44 w-full rounded-md" />}
      {data && buckets && (
        <div className="flex h-44 flex-col gap-2">
          <p className="text-ink-soft text-sm">
            {data.all_events
              ? `${formatShare(data.events / data.all_events)} of the project’s events came from this release.`
              : "The project received no events in this time."}
          </p>
          <BarChart
            buckets={buckets}
            series={series}
            caption="The project’s events, by release"
            className="min-h-0 flex-1"
          />
        </div>
      )}
    </Card>
  );
}
