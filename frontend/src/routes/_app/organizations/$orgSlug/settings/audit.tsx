import { createFileRoute } from "@tanstack/react-router";
import { AuditPage } from "@/features/organizations/audit-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/settings/audit")({ component: Settings });

function Settings() {
  return <AuditPage organization={Route.useRouteContext().organization} />;
}
