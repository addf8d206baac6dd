import { createFileRoute } from "@tanstack/react-router";
import { projectQuery } from "@/hooks/projects";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug")({
  beforeLoad: async ({ context, params }) => {
    const project = await context.queries.fetchQuery(projectQuery(params.orgSlug, params.projectSlug));
    return { project };
  },
});
