import { createFileRoute, Outlet, redirect, useParams } from "@tanstack/react-router";
import { restoreSession } from "@/lib/auth";
import { AppFrame } from "@/pages/dashboard/app-frame";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ location }) => {
    if (!(await restoreSession())) throw redirect({ to: "/login", search: { next: location.href } });
  },
  component: App,
});

function App() {
  const { orgSlug, projectSlug } = useParams({ strict: false });
  return (
    <AppFrame orgSlug={orgSlug} projectSlug={projectSlug}>
      <Outlet />
    </AppFrame>
  );
}
