import { createFileRoute } from "@tanstack/react-router";
import { OrganizationsPage } from "@/features/organizations/organizations-page";
import { organizationsQuery } from "@/features/organizations/queries";

export const Route = createFileRoute("/_app/organizations/")({
  loader: ({ context }) => {
    context.queries.prefetchQuery(organizationsQuery());
  },
  component: OrganizationsPage,
});
