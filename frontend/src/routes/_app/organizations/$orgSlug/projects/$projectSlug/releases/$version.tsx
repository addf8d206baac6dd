import { createFileRoute } from "@tanstack/react-router";
import { commitsQuery, deploysQuery, releaseQuery } from "@/features/projects/statistics";
import { ReleasePage } from "@/features/releases/release-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/releases/$version")({
  loader: ({ context, params: { version } }) => {
    context.queries.prefetchQuery(releaseQuery(context.project.id, version));
    context.queries.prefetchQuery(commitsQuery(context.project.id, version));
    context.queries.prefetchQuery(deploysQuery(context.project.id, version));
  },
  component: Release,
});

function Release() {
  const { orgSlug, version } = Route.useParams();
  return <ReleasePage orgSlug={orgSlug} project={Route.useRouteContext().project} version={version} />;
}
