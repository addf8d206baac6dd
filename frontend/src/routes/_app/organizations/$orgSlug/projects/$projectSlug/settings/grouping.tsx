import { createFileRoute } from "@tanstack/react-router";
import { ProjectGroupingPage } from "@/features/projects/project-grouping-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/settings/grouping")({
  component: Settings,
});

function Settings() {
  const { orgSlug } = Route.useParams();
  return <ProjectGroupingPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
