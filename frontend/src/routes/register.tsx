import { createFileRoute } from "@tanstack/react-router";
import { authConfigQuery } from "@/features/accounts/queries";
import { RegisterPage } from "@/features/accounts/register-page";
import { safeReturnPath } from "@/lib/links";

type RegisterSearch = { next?: string; invitation?: string; setup_token?: string };

export const Route = createFileRoute("/register")({
  validateSearch: (search: Record<string, unknown>): RegisterSearch => ({
    ...(typeof search.next === "string" && { next: safeReturnPath(search.next) }),
    ...(typeof search.invitation === "string" && { invitation: search.invitation }),
    ...(typeof search.setup_token === "string" && { setup_token: search.setup_token }),
  }),
  loader: ({ context }) => {
    context.queries.prefetchQuery(authConfigQuery());
  },
  component: Register,
});

function Register() {
  const { next, invitation, setup_token } = Route.useSearch();
  return <RegisterPage next={next ?? "/"} invitationToken={invitation} setupToken={setup_token} />;
}
