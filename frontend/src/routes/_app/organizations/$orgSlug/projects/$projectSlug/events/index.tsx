import { createFileRoute } from "@tanstack/react-router";
import { EventsPage } from "@/features/events/events-page";
import { projectEventsQuery } from "@/features/events/queries";

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
