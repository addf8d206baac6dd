/** Work that outlasts a request: started by one, followed here until it is done. */
import { request, segment } from "@/lib/api";
import type { Job } from "@/types/api";

const pollEveryMs = 1000;

/** Follow *job* to its end; *onProgress* hears of every look at it. Throws when it failed. */
export async function followJob(
  orgSlug: string,
  job: Job,
  onProgress: (job: Job) => void = () => undefined,
): Promise<Job> {
  let current = job;
  while (current.state === "queued" || current.state === "running") {
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
    current = await request<Job>(`/organizations/${segment(orgSlug)}/jobs/${segment(job.id)}`);
    onProgress(current);
  }
  if (current.state === "failed") throw new Error(current.error ?? "The job failed.");
  return current;
}
