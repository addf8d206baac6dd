import { Link } from "@tanstack/react-router";
import { useSendTestEvent } from "@/features/projects/test-event";
import type { Project } from "@/types/api";
import { Button } from "@/ui/button";

export function SendTestEvent({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const { mutate, isPending, data, error } = useSendTestEvent(project.id);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button icon="send" onClick={() => mutate(project.public_key)} isBusy={isPending}>
        Send a test event
      </Button>
      <p role="status" className="min-h-5 text-ink-soft text-sm">
        {isPending && "Sent. Waiting for it to appear…"}
        {error && <span className="text-danger-ink">{error.message}</span>}
        {data && !isPending && (
          <>
            Accepted after {Math.round(data.acceptedMs)} ms, on the page after{" "}
            <strong className="text-ink">{(data.tookMs / 1000).toFixed(2)} s</strong>.{" "}
            <Link
              to="/organizations/$orgSlug/projects/$projectSlug/issues/$issueId"
              params={{ orgSlug, projectSlug: project.slug, issueId: data.event.issue_id }}
              className="font-medium text-accent-ink hover:underline"
            >
              Open it
            </Link>
          </>
        )}
      </p>
    </div>
  );
}
