import { createFileRoute } from "@tanstack/react-router";
import { projectQuery } from "@/features/projects/queries";
import { rethrowMissing } from "@/lib/missing";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug")({
  beforeLoad: async ({ context, params }) => {
    const project = await context.queries
      .fetchQuery(projectQuery(params.orgSlug, params.projectSlug))
      .catch(rethrowMissing);
    return { project };
  },
});
