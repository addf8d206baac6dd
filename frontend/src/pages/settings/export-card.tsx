import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { followJob } from "@/hooks/jobs";
import { startExport } from "@/hooks/project-changes";
import { isRecord } from "@/lib/event";
import { safeHref } from "@/lib/links";
import { formatCount } from "@/lib/numbers";
import type { Job, Project } from "@/types/api";

export function ExportCard({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const [progress, setProgress] = useState<Job | null>(null);
  const exporting = useMutation({
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
        {linksOf(exporting.data).map((href, index) => (
          <a
            key={href}
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            className={buttonClass({ variant: "primary" })}
          >
            <Icon name="download" className="size-3.5" />
            Download part {index + 1}
          </a>
        ))}
      </div>
    </Card>
  );
}

function linksOf(job: Job | undefined): string[] {
  const result = job?.result;
  const links = isRecord(result) && Array.isArray(result.links) ? result.links : [];
  return links.flatMap((link) => safeHref(link) ?? []);
}
