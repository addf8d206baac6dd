import { createFileRoute } from "@tanstack/react-router";
import { EventPage } from "@/features/events/event-page";
import { eventQuery } from "@/features/events/queries";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/events/$eventId")({
  loader: ({ context, params }) => {
    context.queries.prefetchQuery(eventQuery(params.eventId, context.project.id));
  },
  component: Event,
});

function Event() {
  const { orgSlug, eventId } = Route.useParams();
  return <EventPage orgSlug={orgSlug} project={Route.useRouteContext().project} eventId={eventId} />;
}
