/** How the dashboard asks and changes: what is worth a second try, and that no change fails in silence. */
import { MutationCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api";
import { Declined } from "@/stores/confirmation";
import { showToast } from "@/stores/toasts";

declare module "@tanstack/react-query" {
  interface Register {
    /** A form shows its own failure beside its fields; every other mutation's is shown as a toast. */
    mutationMeta: { failure?: "form" };
  }
}

export function buildQueryClient({ isPatient = true } = {}): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: isPatient ? isWorthRetrying : false },
      // Without a connection a change fails at once and says so, instead of waiting unseen for one.
      mutations: { networkMode: "always" },
    },
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (error instanceof Declined || mutation.meta?.failure === "form") return;
        showToast(error.message, { tone: "danger" });
      },
    }),
  });
}

function isWorthRetrying(failures: number, error: Error): boolean {
  const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return !isRefused && failures < 2;
}
