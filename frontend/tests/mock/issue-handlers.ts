/** Issues, their comments and activity. */
import { HttpResponse, http } from "msw";
import { ago, page, refuse } from "./answers";
import { colleagues, user } from "./data";
import type { Store } from "./store";

export function issueHandlers(store: Store) {
  const { find, detailOf, change, filtered, issues, comments, projects } = store;
  return [
    http.get("*/api/projects/:id/issues", ({ request, params }) => {
      const query = new URL(request.url).searchParams;
      if (params.id === "3") return page([]);
      if ((query.get("query") ?? "").includes("(("))
        return refuse(400, "validation_error", "The query can't be read.", {
          query: "Unexpected “(” at character 1.",
        });
      const from = Number(query.get("cursor") ?? 0);
      const limit = Number(query.get("limit") ?? 25);
      const found = filtered(query);
      return page(found.slice(from, from + limit), from + limit < found.length ? String(from + limit) : null);
    }),
    http.get("*/api/organizations/:org/issues", ({ request }) => {
      const query = new URL(request.url).searchParams;
      if ((query.get("query") ?? "").includes("(("))
        return refuse(400, "invalid_query", "The query can't be read.", {
          query: "Unexpected “(” at character 1.",
        });
      const from = Number(query.get("cursor") ?? 0);
      const limit = Number(query.get("limit") ?? 25);
      const found = filtered(query);
      const shown = found.slice(from, from + limit).map((issue, index) => {
        const { id, slug, name } = projects[index % 2] ?? { id: "1", slug: "shop", name: "Shop" };
        return { ...issue, project: { id, slug, name } };
      });
      const next = from + limit < found.length ? String(from + limit) : null;
      return HttpResponse.json({
        data: shown,
        pagination: { next_cursor: next, has_more: next !== null },
        total: found.length,
      });
    }),
    http.put("*/api/projects/:id/issues", async ({ request }) => {
      const body = (await request.json()) as { ids?: string[] } & Parameters<typeof change>[1];
      const targets = body.ids ? issues.filter(({ id }) => body.ids?.includes(id)) : issues;
      for (const issue of targets) change(issue, body);
      return HttpResponse.json({ updated: targets.length });
    }),
    http.get("*/api/projects/:id/issues/:issue", ({ params }) => {
      const issue = find(params.issue);
      return issue ? HttpResponse.json(detailOf(issue)) : refuse(404, "not_found", "No such issue.");
    }),
    http.put("*/api/projects/:id/issues/:issue", async ({ request, params }) => {
      const issue = find(params.issue);
      if (!issue) return refuse(404, "not_found", "No such issue.");
      change(issue, (await request.json()) as Parameters<typeof change>[1]);
      return HttpResponse.json(detailOf(issue));
    }),
    http.delete("*/api/projects/:id/issues/:issue", () => new HttpResponse(null, { status: 204 })),
    http.get("*/api/projects/:id/issues/:issue/comments", () => page(comments)),
    http.post("*/api/projects/:id/issues/:issue/comments", async ({ request }) => {
      const comment = {
        id: `c${comments.length + 1}`,
        issue_id: "1",
        user,
        content: ((await request.json()) as { content: string }).content,
        created_at: ago(0),
        updated_at: ago(0),
      };
      comments.push(comment);
      return HttpResponse.json(comment, { status: 201 });
    }),
    http.get("*/api/projects/:id/issues/:issue/activity", () =>
      page([
        { id: "1", type: "first_seen", user: null, data: {}, created_at: ago(90_000) },
        { id: "2", type: "assignment", user: colleagues[1], data: { to: user }, created_at: ago(8000) },
        {
          id: "3",
          type: "status_change",
          user,
          data: { from: "unresolved", to: "resolved", in_next_release: true },
          created_at: ago(5000),
        },
        { id: "4", type: "regression", user: null, data: { release: "shop@4.12.0" }, created_at: ago(600) },
      ]),
    ),
    http.put("*/api/projects/:id/issues/:issue/:mark", () => HttpResponse.json({})),
    http.delete("*/api/projects/:id/issues/:issue/:mark", () => new HttpResponse(null, { status: 204 })),
  ];
}
