import { createFileRoute } from "@tanstack/react-router";
import { ProjectAlertsPage } from "@/features/alerts/project-alerts-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/settings/alerts")({
  component: Settings,
});

function Settings() {
  const { orgSlug } = Route.useParams();
  return <ProjectAlertsPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
