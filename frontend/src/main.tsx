/** Starts the session refresh, then the dashboard: the token is on its way before React renders. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { buildRouter } from "@/app/router";
import { ApiError } from "@/lib/api";
import { onSessionChange, restoreSession } from "@/lib/auth";
import { followSystemTheme } from "@/stores/preferences";
import "@/styles.css";

// The route guard awaits the same flight and handles its failure.
restoreSession().catch(() => undefined);
followSystemTheme();

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 15_000, retry: isWorthRetrying } },
});
const router = buildRouter(queries);

onSessionChange((user) => {
  if (user) return;
  // First away from the pages that show it, then forget it: a mounted page would ask again.
  router.invalidate().then(() => queries.clear());
});

function isWorthRetrying(failures: number, error: Error): boolean {
  const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return !isRefused && failures < 2;
}

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
