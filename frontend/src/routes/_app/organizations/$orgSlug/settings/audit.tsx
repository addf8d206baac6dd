import { createFileRoute } from "@tanstack/react-router";
import { AuditPage } from "@/pages/settings/audit-page";

export const Route = createFileRoute("/_app/organizations/$orgSlug/settings/audit")({ component: Settings });

function Settings() {
  return <AuditPage organization={Route.useRouteContext().organization} />;
}
