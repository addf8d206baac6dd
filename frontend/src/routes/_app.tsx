import { createFileRoute, Outlet, redirect, useParams } from "@tanstack/react-router";
import { AppFrame } from "@/app/app-frame";
import { restoreSession } from "@/lib/auth";
import { usePreferences } from "@/stores/preferences";

export const Route = createFileRoute("/_app")({
  beforeLoad: async ({ location }) => {
    if (!(await restoreSession())) throw redirect({ to: "/login", search: { next: location.href } });
  },
  component: App,
});

function App() {
  const { orgSlug, projectSlug } = useParams({ strict: false });
  const lastOrganization = usePreferences((state) => state.lastOrganization);
  return (
    <AppFrame orgSlug={orgSlug ?? lastOrganization ?? undefined} projectSlug={projectSlug}>
      <Outlet />
    </AppFrame>
  );
}
