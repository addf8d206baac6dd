/** How the dashboard asks and changes: what is worth a second try. */
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api";

export function buildQueryClient({ isPatient = true } = {}): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: isPatient ? isWorthRetrying : false },
      // Without a connection a change fails at once and says so, instead of waiting unseen for one.
      mutations: { networkMode: "always" },
    },
  });
}

function isWorthRetrying(failures: number, error: Error): boolean {
  const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return !isRefused && failures < 2;
}
