import { createFileRoute } from "@tanstack/react-router";
import { SetupPage } from "@/features/projects/setup-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/setup")({
  component: Setup,
});

function Setup() {
  const { orgSlug } = Route.useParams();
  const { project } = Route.useRouteContext();
  return <SetupPage orgSlug={orgSlug} project={project} />;
}
