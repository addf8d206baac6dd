import { createFileRoute } from "@tanstack/react-router";
import { projectsQuery } from "@/hooks/projects";
import { ProjectsPage } from "@/pages/projects/projects-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/")({
  loader: ({ context, params }) => {
    context.queries.prefetchQuery(projectsQuery(params.orgSlug));
  },
  component: Projects,
});

function Projects() {
  return <ProjectsPage orgSlug={Route.useParams().orgSlug} />;
}
