import { useInfiniteQuery } from "@tanstack/react-query";
import { EventTable } from "@/features/events/event-table";
import { projectEventsQuery } from "@/features/events/queries";
import type { Project } from "@/types/api";
import { IconButton } from "@/ui/button";
import { PageHeader } from "@/ui/layout/page-header";

export function EventsPage({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const events = useInfiniteQuery(projectEventsQuery(project.id));
  return (
    <>
      <PageHeader
        title="Events"
        parent={project.name}
        description="Every event of the project, newest first."
        actions={
          <IconButton
            icon="refresh"
            label="Refresh"
            onClick={() => events.refetch()}
            disabled={events.isFetching}
          />
        }
      />
      <div className="px-4 pb-10 sm:px-6">
        <EventTable orgSlug={orgSlug} projectSlug={project.slug} events={events} />
      </div>
    </>
  );
}
