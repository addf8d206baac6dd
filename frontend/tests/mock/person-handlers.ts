/** Roles within a project, and the jobs about one person's data: each look at a job finds it further. */
import { HttpResponse, http } from "msw";
import type { Job, PersonBody, ProjectMember } from "@/types/api";
import { ago, page, refuse } from "./answers";
import { colleagues } from "./data";

const issueCount = 120;
const issuesPerLook = 60;

export function personHandlers() {
  const roles: ProjectMember[] = colleagues.slice(2, 3).map((user) => ({ user, role: "read" }));
  const jobs: Job[] = [
    buildJob("j1", "export_user", {
      state: "done",
      done: issueCount,
      created_at: ago(3000),
      result: { lines: 41, links: ["https://errors.example.com/exports/j1/0?signature=abc"] },
    }),
  ];
  const start = (kind: string) => async (info: { request: Request }) => {
    const person = (await info.request.json()) as PersonBody;
    if (!person.id && !person.email) return refuse(400, "validation_error", "Say who it is about.");
    const job = buildJob(`j${jobs.length + 1}`, kind, { state: "queued", total: 0 });
    jobs.unshift(job);
    return HttpResponse.json(job, { status: 202 });
  };
  return [
    http.get("*/api/organizations/:org/projects/:slug/members", () => page(roles)),
    http.put("*/api/organizations/:org/projects/:slug/members/:user", async ({ params, request }) => {
      const { role } = (await request.json()) as Pick<ProjectMember, "role">;
      const user = colleagues.find(({ id }) => id === params.user);
      if (!user) return refuse(404, "not_found", "The organization has no such member");
      const member: ProjectMember = { user, role };
      roles.splice(positionOf(roles, user.id), 1, member);
      return HttpResponse.json(member);
    }),
    http.delete("*/api/organizations/:org/projects/:slug/members/:user", ({ params }) => {
      roles.splice(positionOf(roles, String(params.user)), 1);
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("*/api/organizations/:org/jobs", () => {
      const shown = page(structuredClone(jobs));
      for (const job of jobs) advance(job);
      return shown;
    }),
    http.post("*/api/projects/:id/users/export", start("export_user")),
    http.post("*/api/projects/:id/users/erase", start("erase_user")),
  ];
}

function positionOf(roles: ProjectMember[], userId: string): number {
  const position = roles.findIndex(({ user }) => user.id === userId);
  return position < 0 ? roles.length : position;
}

function buildJob(id: string, kind: string, extra: Partial<Job>): Job {
  return {
    id,
    kind,
    state: "queued",
    done: 0,
    total: issueCount,
    project_id: "1",
    result: null,
    error: null,
    created_at: ago(0),
    updated_at: ago(0),
    ...extra,
  };
}

function advance(job: Job): void {
  if (job.state === "queued")
    Object.assign(job, { state: "running", done: issuesPerLook, total: issueCount });
  else if (job.state === "running")
    Object.assign(job, {
      state: "done",
      done: issueCount,
      result: job.kind === "erase_user" ? { events: 3 } : { lines: 3, links: [] },
    });
}
