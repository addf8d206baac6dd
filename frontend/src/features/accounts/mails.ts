/** The mails that a local stage shows instead of sending. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api";
import type { Mail } from "@/types/api";

export function mailsQuery() {
  return queryOptions({
    queryKey: ["mails"],
    queryFn: ({ signal }) => request<{ data: Mail[] }>("/mail", { signal }),
    retry: false,
    staleTime: 0,
    refetchInterval: 5000,
  });
}
