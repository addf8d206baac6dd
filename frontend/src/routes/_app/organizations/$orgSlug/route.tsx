import { createFileRoute } from "@tanstack/react-router";
import { organizationQuery } from "@/hooks/organizations";
import { rethrowMissing } from "@/lib/missing";
import { usePreferences } from "@/stores/preferences";

export const Route = createFileRoute("/_app/organizations/$orgSlug")({
  beforeLoad: async ({ context, params }) => {
    const organization = await context.queries
      .fetchQuery(organizationQuery(params.orgSlug))
      .catch(rethrowMissing);
    return { organization };
  },
  loader: ({ params }) => usePreferences.getState().organizationVisited(params.orgSlug),
});
