import { createFileRoute } from "@tanstack/react-router";
import { releasesQuery } from "@/features/projects/statistics";
import { ReleasesPage } from "@/features/releases/releases-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/releases/")({
  loader: ({ context }) => {
    context.queries.prefetchInfiniteQuery(releasesQuery(context.project.id));
  },
  component: Releases,
});

function Releases() {
  const { orgSlug } = Route.useParams();
  return <ReleasesPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
