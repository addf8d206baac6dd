import { createFileRoute } from "@tanstack/react-router";
import { projectEventsQuery } from "@/hooks/events";
import { EventsPage } from "@/pages/issues/events-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/events/")({
  loader: ({ context }) => {
    context.queries.prefetchInfiniteQuery(projectEventsQuery(context.project.id));
  },
  component: Events,
});

function Events() {
  const { orgSlug } = Route.useParams();
  return <EventsPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
