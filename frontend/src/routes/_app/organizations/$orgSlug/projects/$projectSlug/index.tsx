import { createFileRoute, redirect } from "@tanstack/react-router";

export const Route = createFileRoute("/_app/organizations/$orgSlug/projects/$projectSlug/")({
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/organizations/$orgSlug/projects/$projectSlug/issues", params, replace: true });
  },
});
