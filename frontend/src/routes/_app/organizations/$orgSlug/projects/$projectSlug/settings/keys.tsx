import { createFileRoute } from "@tanstack/react-router";
import { ProjectKeysPage } from "@/features/projects/project-keys-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/settings/keys")({
  component: Settings,
});

function Settings() {
  const { orgSlug } = Route.useParams();
  return <ProjectKeysPage orgSlug={orgSlug} project={Route.useRouteContext().project} />;
}
