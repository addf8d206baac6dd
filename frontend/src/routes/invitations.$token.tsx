import { createFileRoute } from "@tanstack/react-router";
import { InvitationPage } from "@/features/accounts/invitation-page";
import { invitationQuery } from "@/features/accounts/queries";
import { restoreSession } from "@/lib/auth";

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
