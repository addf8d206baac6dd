import { createFileRoute } from "@tanstack/react-router";
import { SourceMapsPage } from "@/features/artifacts/source-maps-page";

// Without a loader: its queries would be part of what every first page loads.
export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/source-maps/")({
  component: SourceMaps,
});

function SourceMaps() {
  const { orgSlug } = Route.useParams();
  return <SourceMapsPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
