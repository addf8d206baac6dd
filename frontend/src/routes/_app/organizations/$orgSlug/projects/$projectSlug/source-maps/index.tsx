import { createFileRoute } from "@tanstack/react-router";
import { bundlesQuery, sourceMapsQuery } from "@/features/artifacts/queries";
import { SourceMapsPage } from "@/features/artifacts/source-maps-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/source-maps/")({
  loader: ({ context }) => {
    context.queries.prefetchQuery(sourceMapsQuery(context.project.id));
    context.queries.prefetchInfiniteQuery(bundlesQuery(context.project.id));
  },
  component: SourceMaps,
});

function SourceMaps() {
  const { orgSlug } = Route.useParams();
  return <SourceMapsPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
