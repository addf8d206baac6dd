import { createFileRoute } from "@tanstack/react-router";
import { ProjectsPage } from "@/features/projects/projects-page";
import { projectsQuery } from "@/features/projects/queries";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/")({
  loader: ({ context, params }) => {
    context.queries.prefetchQuery(projectsQuery(params.orgSlug));
  },
  component: Projects,
});

function Projects() {
  return <ProjectsPage orgSlug={Route.useParams().orgSlug} />;
}
