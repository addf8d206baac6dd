import { createFileRoute } from "@tanstack/react-router";
import { invitationQuery } from "@/hooks/auth";
import { restoreSession } from "@/lib/auth";
import { InvitationPage } from "@/pages/auth/invitation-page";

export const Route = createFileRoute("/invitations/$token")({
  beforeLoad: async () => ({ user: await restoreSession().catch(() => null) }),
  loader: ({ context, params }) => {
    context.queries.prefetchQuery(invitationQuery(params.token));
    return { user: context.user };
  },
  component: Invitation,
});

function Invitation() {
  const { token } = Route.useParams();
  const { user } = Route.useLoaderData();
  return <InvitationPage token={token} user={user} />;
}
