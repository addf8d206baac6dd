import { createFileRoute } from "@tanstack/react-router";
import { MembersPage } from "@/features/organizations/members-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/settings/members")({
  component: Settings,
});

function Settings() {
  return <MembersPage organization={Route.useRouteContext().organization} />;
}
