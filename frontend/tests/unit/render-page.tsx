/** Renders the whole dashboard at a path, signed in against the mock API. */
import { QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { buildQueryClient } from "@/app/query-client";
import { reportFailures } from "@/app/report-failures";
import { buildRouter } from "@/app/router";
import { login } from "@/features/accounts/login";
import { endSession } from "@/lib/auth";

export async function renderPage(path: string, { isSignedIn = true } = {}) {
  endSession({ announce: false });
  if (isSignedIn) await login({ email: "ada@example.com", password: "secret-secret" });
  const queries = buildQueryClient({ isPatient: false });
  reportFailures(queries);
  const router = buildRouter(queries);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) } as never);
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { router, queries, user: userEvent.setup() };
}

export const issuesPath = "/organizations/acme/projects/shop/issues";
