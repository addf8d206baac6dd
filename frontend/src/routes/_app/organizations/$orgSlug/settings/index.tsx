import { createFileRoute } from "@tanstack/react-router";
import { OrganizationGeneralPage } from "@/features/organizations/organization-general-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/settings/")({ component: Settings });

function Settings() {
  return <OrganizationGeneralPage organization={Route.useRouteContext().organization} />;
}
