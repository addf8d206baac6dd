import { createFileRoute, redirect } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/organizations/$orgSlug/")({
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/organizations/$orgSlug/projects", params, replace: true });
  },
});
