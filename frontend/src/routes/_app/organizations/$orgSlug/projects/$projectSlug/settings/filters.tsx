import { createFileRoute } from "@tanstack/react-router";
import { ProjectFiltersPage } from "@/features/projects/project-filters-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/settings/filters")({
  component: Settings,
});

function Settings() {
  const { orgSlug } = Route.useParams();
  return <ProjectFiltersPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
