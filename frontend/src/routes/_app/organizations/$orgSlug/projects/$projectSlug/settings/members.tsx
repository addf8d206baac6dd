import { createFileRoute } from "@tanstack/react-router";
import { ProjectMembersPage } from "@/features/projects/project-members-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/settings/members")({
  component: Settings,
});

function Settings() {
  const { organization, project } = Route.useRouteContext();
  return <ProjectMembersPage organization={organization} project={project} />;
}
