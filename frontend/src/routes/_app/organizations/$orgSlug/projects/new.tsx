import { createFileRoute } from "@tanstack/react-router";
import { NewProjectPage } from "@/features/projects/new-project-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/new")({ component: NewProject });

function NewProject() {
  return <NewProjectPage orgSlug={Route.useParams().orgSlug} />;
}
