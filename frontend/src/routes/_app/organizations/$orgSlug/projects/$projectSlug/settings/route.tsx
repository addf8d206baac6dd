import { createFileRoute, Outlet } from "@tanstack/react-router";
import { ProjectSettingsFrame } from "@/features/projects/project-settings-frame";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/settings")({
  component: ProjectSettings,
});

function ProjectSettings() {
  const { orgSlug, projectSlug } = Route.useParams();
  return (
    <ProjectSettingsFrame orgSlug={orgSlug} projectSlug={projectSlug}>
      <Outlet />
    </ProjectSettingsFrame>
  );
}
