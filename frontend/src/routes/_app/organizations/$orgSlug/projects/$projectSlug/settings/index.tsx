import { createFileRoute } from "@tanstack/react-router";
import { ProjectGeneralPage } from "@/features/projects/project-general-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/settings/")({
  component: Settings,
});

function Settings() {
  const { orgSlug } = Route.useParams();
  return <ProjectGeneralPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
