/** Starts the session refresh, then the dashboard: the token is on its way before React renders. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { buildQueryClient } from "@/app/query-client";
import { buildRouter } from "@/app/router";
import { onSessionChange, restoreSession } from "@/lib/auth";
import { followSystemTheme } from "@/stores/preferences";
import "@/styles.css";

// The route guard awaits the same flight and handles its failure.
restoreSession().catch(() => undefined);
followSystemTheme();

const queries = buildQueryClient();
const router = buildRouter(queries);

onSessionChange((user) => {
  if (user) return;
  // First away from the pages that show it, then forget it: a mounted page would ask again.
  router.invalidate().then(() => queries.clear());
});

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
