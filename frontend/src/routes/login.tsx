import { createFileRoute, redirect } from "@tanstack/react-router";
import { LoginPage } from "@/features/accounts/login-page";
import { restoreSession } from "@/lib/auth";
import { safeReturnPath } from "@/lib/links";

export const Route = createFileRoute("/login")({
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: safeReturnPath(search.next) } : {},
  beforeLoad: async ({ search }) => {
    const user = await restoreSession().catch(() => null);
    if (user) throw redirect({ href: search.next ?? "/" });
  },
  component: Login,
});

function Login() {
  const { next } = Route.useSearch();
  return <LoginPage next={next ?? "/"} />;
}
