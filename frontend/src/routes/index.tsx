import { createFileRoute, redirect } from "@tanstack/react-router";
import { organizationsQuery } from "@/features/organizations/queries";
import { restoreSession } from "@/lib/auth";
import { usePreferences } from "@/stores/preferences";

export const Route = createFileRoute("/")({
  beforeLoad: async ({ context }) => {
    if (!(await restoreSession())) throw redirect({ to: "/login", search: {} });
    const { data: organizations } = await context.queries.fetchQuery(organizationsQuery());
    const last = usePreferences.getState().lastOrganization;
    const organization = organizations.find(({ slug }) => slug === last) ?? organizations[0];
    if (!organization) throw redirect({ to: "/organizations" });
    throw redirect({ to: "/organizations/$orgSlug/projects", params: { orgSlug: organization.slug } });
  },
});
