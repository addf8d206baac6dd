/** Sends a test event and waits until the API shows it, measuring how long that took. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { issuesKey } from "@/features/issues/queries";
import { ApiError, request, segment } from "@/lib/api";
import { sendTestEvent } from "@/lib/test-event";
import type { EventDetail } from "@/types/api";

const pollEveryMs = 250;
const giveUpAfterMs = 30_000;

export type ArrivedEvent = { event: EventDetail; tookMs: number; acceptedMs: number };

export function useSendTestEvent(projectId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (publicKey: string): Promise<ArrivedEvent> => {
      const { eventId, sentAt } = await sendTestEvent(projectId, publicKey);
      const acceptedMs = performance.now() - sentAt;
      const event = await waitForEvent(projectId, eventId, sentAt);
      return { event, acceptedMs, tookMs: performance.now() - sentAt };
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: issuesKey(projectId) }),
  });
}

async function waitForEvent(projectId: string, eventId: string, sentAt: number): Promise<EventDetail> {
  while (performance.now() - sentAt < giveUpAfterMs) {
    try {
      return await request<EventDetail>(`/events/${segment(eventId)}`, { query: { project_id: projectId } });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
  }
  throw new Error(
    "The event was accepted but did not appear within 30 seconds. Is the grouping worker running?",
  );
}
