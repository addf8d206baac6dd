import { createFileRoute } from "@tanstack/react-router";
import { organizationsQuery } from "@/hooks/organizations";
import { OrganizationsPage } from "@/pages/dashboard/organizations-page";

export const Route = createFileRoute("/_app/organizations/")({
  loader: ({ context }) => {
    context.queries.prefetchQuery(organizationsQuery());
  },
  component: OrganizationsPage,
});
