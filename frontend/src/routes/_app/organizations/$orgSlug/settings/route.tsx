import { createFileRoute, Outlet } from "@tanstack/react-router";
import { OrganizationSettingsFrame } from "@/features/organizations/organization-settings-frame";

export const Route = createFileRoute("/_app/organizations/$orgSlug/settings")({
  component: OrganizationSettings,
});

function OrganizationSettings() {
  return (
    <OrganizationSettingsFrame orgSlug={Route.useParams().orgSlug}>
      <Outlet />
    </OrganizationSettingsFrame>
  );
}
