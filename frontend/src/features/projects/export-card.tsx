import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { followJob } from "@/features/jobs/queries";
import { ExportLinks } from "@/features/projects/export-links";
import { startExport } from "@/features/projects/mutations";
import { formatCount } from "@/lib/numbers";
import type { Job, Project } from "@/types/api";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";

export function ExportCard({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const [progress, setProgress] = useState<Job | null>(null);
  const exporting = useMutation({
    meta: { failure: "form" },
    mutationFn: async () => followJob(orgSlug, await startExport(project.id), setProgress),
  });
  return (
    <Card title="Export" description="All issues and events as JSON lines. The links work for an hour.">
      <div className="flex flex-wrap items-center gap-3">
        <Button icon="download" isBusy={exporting.isPending} onClick={() => exporting.mutate()}>
          Export the project
        </Button>
        <div role="status" className="text-ink-soft text-sm">
          {exporting.isPending && `${formatCount(progress?.done ?? 0)} lines so far…`}
          {exporting.error && <span className="text-danger-ink">{exporting.error.message}</span>}
        </div>
        <ExportLinks job={exporting.data} />
      </div>
    </Card>
  );
}
