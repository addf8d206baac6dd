import { createFileRoute } from "@tanstack/react-router";
import { organizationQuery } from "@/features/organizations/queries";
import { projectQuery } from "@/features/projects/queries";
import { rethrowMissing } from "@/lib/missing";
import { usePreferences } from "@/stores/preferences";

export const Route = createFileRoute("/_app/organizations/$orgSlug")({
  beforeLoad: async ({ context, params }) => {
    // The project's route will wait for it; asked for here, it comes beside the organization and not after it.
    if ("projectSlug" in params)
      context.queries.prefetchQuery(projectQuery(params.orgSlug, String(params.projectSlug)));
    const organization = await context.queries
      .fetchQuery(organizationQuery(params.orgSlug))
      .catch(rethrowMissing);
    return { organization };
  },
  loader: ({ params }) => usePreferences.getState().organizationVisited(params.orgSlug),
});
