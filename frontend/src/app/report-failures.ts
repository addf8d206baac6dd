/** No change fails in silence: what no form shows beside its fields is shown as a toast. Part of the pages behind sign-in. */
import type { QueryClient } from "@tanstack/react-query";
import { Declined } from "@/stores/confirmation";
import { showToast } from "@/stores/toasts";

declare module "@tanstack/react-query" {
  interface Register {
    /** A form shows its own failure beside its fields; every other mutation's is shown as a toast. */
    mutationMeta: { failure?: "form" };
  }
}

export function reportFailures(queries: QueryClient): void {
  queries.getMutationCache().config.onError = (error, _variables, _context, mutation) => {
    if (error instanceof Declined || mutation.meta?.failure === "form") return;
    showToast(error.message, { tone: "danger" });
  };
}
