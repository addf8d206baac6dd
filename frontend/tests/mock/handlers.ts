/** The API as MSW handlers over data in memory, for tests and for looking at the dashboard without a backend. */
import { HttpResponse, http } from "msw";
import type { Comment, Issue, IssueDetail, IssueStatus } from "@/types/api";
import { buildDetail, buildIssue, buildProject, colleagues, organization, user } from "./data";
import { browserEvent, eventId, hostileEvent, pythonEvent } from "./events";

type Options = { issueCount?: number; delayMs?: number };

const page = <T>(data: T[], next: string | null = null) =>
  HttpResponse.json({ data, pagination: { next_cursor: next, has_more: next !== null } });
const refuse = (status: number, code: string, message: string, fields?: Record<string, string>) =>
  HttpResponse.json({ error: { code, message, ...(fields && { fields }) } }, { status });
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const eventsPerIssue = 40;

const frame = (isOwn: boolean, module: string, name: string, line: string) => ({
  id: "frame",
  contributes: isOwn,
  ...(!isOwn && { hint: "not the project's own code" }),
  values: [
    { id: "module", contributes: isOwn, values: [module] },
    {
      id: "filename",
      contributes: false,
      hint: "module takes precedence",
      values: [`${module.split(".").at(-1)}.py`],
    },
    { id: "function", contributes: isOwn, values: [name] },
    { id: "context_line", contributes: isOwn, values: [line] },
  ],
});

export function buildHandlers({ issueCount = 10_000 }: Options = {}) {
  const issues: Issue[] = Array.from({ length: issueCount }, (_, index) => buildIssue(index));
  const details = new Map<string, Partial<IssueDetail>>();
  const comments: Comment[] = [
    {
      id: "c1",
      issue_id: "1",
      user: colleagues[1] ?? user,
      content:
        "The purchase system of @ada repeats a reference when its request times out.\nWe should answer with the first order instead.",
      created_at: ago(7200),
      updated_at: ago(7200),
    },
  ];
  const projects = [
    buildProject("1", "Shop", "python", { issues_unresolved: 6512, events_24h: 18_230 }),
    buildProject("2", "Web front", "react", { issues_unresolved: 41, events_24h: 920 }),
    buildProject("3", "Search", "java", { first_event_at: null }),
  ];
  let isSignedIn = false;
  const session = () => ({ token: "mock-token", expires_in: 900, user });
  const find = (id: unknown) => issues.find((issue) => issue.id === id || issue.short_id === id);
  const detailOf = (issue: Issue): IssueDetail => ({ ...buildDetail(issue), ...details.get(issue.id) });
  const change = (
    issue: Issue,
    body: {
      status?: IssueStatus;
      assignee_id?: string | null;
      status_details?: IssueDetail["status_details"];
    },
  ) => {
    if (body.status) issue.status = body.status;
    if (body.status)
      details.set(issue.id, { ...details.get(issue.id), status_details: body.status_details ?? {} });
    if (body.assignee_id !== undefined)
      issue.assignee = colleagues.find(({ id }) => id === body.assignee_id) ?? null;
  };
  const eventOf = (issue: Issue, id: string) => {
    const index = issues.indexOf(issue);
    const wanted =
      id === "latest"
        ? 0
        : id === "oldest"
          ? eventsPerIssue - 1
          : Number.parseInt(id.slice(-8), 16) - 0x5eed0000;
    if (index === 4) return hostileEvent(issue.id);
    return index % 2 === 0
      ? pythonEvent(issue.id, wanted, eventsPerIssue)
      : browserEvent(issue.id, wanted, eventsPerIssue, issue.title);
  };
  const rowOf = (issue: Issue, index: number) => ({
    id: eventId(index),
    event_id: eventId(index),
    issue_id: issue.id,
    project_id: "1",
    timestamp: ago(120 + index * 700),
    received_at: ago(119 + index * 700),
    level: issue.level,
    title: issue.title,
    environment: "production",
    release: "shop@4.12.0",
    transaction: "/checkout/",
    tags: [],
    user: { email: "m.keller@example.com" },
  });
  const filtered = (query: URLSearchParams) => {
    const status = query.get("status");
    const level = query.get("level");
    const words = (query.get("query") ?? "")
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word && !word.includes(":"));
    return issues.filter(
      (issue) =>
        (!status || issue.status === status) &&
        (!level || issue.level === level) &&
        words.every((word) => `${issue.title} ${issue.culprit}`.toLowerCase().includes(word)),
    );
  };

  return [
    http.post("*/api/auth/login", async ({ request }) => {
      const { password } = (await request.json()) as { password: string };
      if (password === "wrong") return refuse(401, "unauthorized", "E-mail or password are not right.");
      isSignedIn = true;
      return HttpResponse.json(session());
    }),
    http.post("*/api/auth/register", () => {
      isSignedIn = true;
      return HttpResponse.json(session(), { status: 201 });
    }),
    http.post("*/api/auth/refresh", () =>
      isSignedIn ? HttpResponse.json(session()) : refuse(401, "unauthorized", "The session is over."),
    ),
    http.post("*/api/auth/logout", () => {
      isSignedIn = false;
      return new HttpResponse(null, { status: 204 });
    }),
    http.get("*/api/auth/config", () =>
      HttpResponse.json({ registration: "open", needs_setup_token: false }),
    ),
    http.get("*/api/auth/me", () => HttpResponse.json(user)),
    http.patch("*/api/auth/me", async ({ request }) =>
      HttpResponse.json({ ...user, ...((await request.json()) as object) }),
    ),
    http.get("*/api/auth/me/notifications", () =>
      HttpResponse.json({
        alerts: true,
        assigned: true,
        mentions: true,
        comments: false,
        muted_project_ids: [],
      }),
    ),
    http.get("*/api/auth/sessions", () =>
      page([
        {
          id: "s1",
          user_agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15",
          ip: "203.0.113.7",
          created_at: ago(86_400),
          last_used_at: ago(20),
          is_current: true,
        },
        {
          id: "s2",
          user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0",
          ip: "198.51.100.4",
          created_at: ago(400_000),
          last_used_at: ago(90_000),
        },
      ]),
    ),
    http.get("*/api/auth/tokens", () =>
      page([
        {
          id: "t1",
          name: "CI releases",
          scopes: ["project:read", "event:read"],
          created_at: ago(999_999),
          last_used_at: ago(3600),
        },
      ]),
    ),
    http.post("*/api/auth/tokens", () =>
      HttpResponse.json(
        { id: "t2", name: "New", scopes: [], token: "mst_0123456789abcdef", created_at: ago(0) },
        { status: 201 },
      ),
    ),
    http.get("*/api/organizations", () => page([organization])),
    http.get("*/api/organizations/:org", ({ params }) =>
      params.org === "acme"
        ? HttpResponse.json(organization)
        : refuse(404, "not_found", "No such organization."),
    ),
    http.get("*/api/organizations/:org/members", () =>
      page(
        colleagues.map((member, index) => ({
          user: member,
          role: index === 0 ? "owner" : "member",
          joined_at: ago(9_000_000),
        })),
      ),
    ),
    http.get("*/api/organizations/:org/invitations", () =>
      page([
        {
          id: "i1",
          email: "new@example.com",
          role: "member",
          url: "https://errors.example.com/invitations/abc",
          expires_at: ago(-500_000),
        },
      ]),
    ),
    http.get("*/api/organizations/:org/audit", () =>
      page([
        {
          id: "a1",
          action: "project.created",
          actor: user,
          target: "Search",
          created_at: ago(4000),
          ip: "203.0.113.7",
        },
        {
          id: "a2",
          action: "member.invited",
          actor: user,
          target: "new@example.com",
          created_at: ago(9000),
          ip: "203.0.113.7",
        },
      ]),
    ),
    http.get("*/api/organizations/:org/projects", () => page(projects)),
    http.post("*/api/organizations/:org/projects", async ({ request }) => {
      const { name, platform } = (await request.json()) as { name: string; platform: string };
      const project = buildProject(String(projects.length + 1), name, platform, { first_event_at: null });
      projects.push(project);
      return HttpResponse.json(project, { status: 201 });
    }),
    http.get("*/api/organizations/:org/projects/:slug", ({ params }) => {
      const project = projects.find(({ slug }) => slug === params.slug);
      return project ? HttpResponse.json(project) : refuse(404, "not_found", "No such project.");
    }),
    http.get("*/api/organizations/:org/projects/:slug/keys", () =>
      page([
        {
          id: "k1",
          name: "Default",
          public_key: "a".repeat(32),
          dsn: `https://${"a".repeat(32)}@errors.example.com/1`,
          is_active: true,
          rate_limit: null,
          allowed_origins: [],
          created_at: ago(999_999),
        },
        {
          id: "k2",
          name: "Mobile app",
          public_key: "b".repeat(32),
          dsn: `https://${"b".repeat(32)}@errors.example.com/1`,
          is_active: false,
          rate_limit: 100,
          allowed_origins: ["https://shop.example.com"],
          created_at: ago(99_999),
        },
      ]),
    ),
    http.get("*/api/organizations/:org/projects/:slug/settings", () =>
      HttpResponse.json({
        retention_days: 30,
        store_ip: true,
        monthly_budget: null,
        scrub: { enabled: true, default_rules: true, fields: ["iban"] },
        filters: {
          localhost: false,
          browser_extensions: true,
          crawlers: true,
          legacy_browsers: false,
          releases: [],
          messages: ["*ResizeObserver loop*"],
          ips: [],
        },
        grouping: { version: "v1", fingerprint_rules: [], in_app_rules: [] },
      }),
    ),
    http.post("*/api/organizations/:org/projects/:slug/settings/grouping-preview", () =>
      HttpResponse.json({
        events: issues.slice(0, 12).map((issue, index) => ({
          event_id: eventId(index),
          issue_id: issue.id,
          title: issue.title,
          before: `${index}`.padStart(32, "0"),
          after: index < 3 ? "f".repeat(32) : `${index}`.padStart(32, "0"),
          method: index < 3 ? "rule" : "exception",
          changed: index < 3,
        })),
        moved: 3,
      }),
    ),
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
    http.get("*/api/projects/:id/issues/:issue/tags", () =>
      HttpResponse.json({
        data: [
          {
            key: "browser",
            total: 1200,
            other: 12,
            values: [
              { value: "Safari 18.1", count: 1104, share: 0.92, project_share: 0.11 },
              { value: "Chrome 141", count: 60, share: 0.05, project_share: 0.62 },
              { value: "Firefox 143", count: 24, share: 0.02, project_share: 0.2 },
            ],
          },
          {
            key: "environment",
            total: 1200,
            values: [
              { value: "production", count: 1100, share: 0.917, project_share: 0.9 },
              { value: "staging", count: 100, share: 0.083, project_share: 0.1 },
            ],
          },
          {
            key: "release",
            total: 1200,
            values: [
              { value: "shop@4.12.0", count: 900, share: 0.75 },
              { value: "shop@4.11.2", count: 300, share: 0.25 },
            ],
          },
          {
            key: "os",
            total: 1200,
            values: [
              { value: "Mac OS X 10.15.7", count: 700, share: 0.58 },
              { value: "iOS 18.2", count: 404, share: 0.34 },
              { value: "Windows 11", count: 96, share: 0.08 },
            ],
          },
          {
            key: "server_name",
            total: 1200,
            values: [
              { value: "web-3", count: 600, share: 0.5 },
              { value: "web-1", count: 400, share: 0.33 },
              { value: "web-2", count: 200, share: 0.17 },
            ],
          },
        ],
      }),
    ),
    http.get("*/api/projects/:id/issues/:issue/stats", ({ request }) => {
      const isDays = new URL(request.url).searchParams.get("period") === "30d";
      return HttpResponse.json({
        buckets: Array.from({ length: isDays ? 30 : 24 }, (_, index, all = isDays ? 30 : 24) => ({
          at: ago((all - index) * (isDays ? 86_400 : 3600)),
          count: Math.round(40 + 40 * Math.sin(index / 3) + (index % 5) * 9),
        })),
      });
    }),
    http.get("*/api/projects/:id/issues/:issue/grouping", () =>
      HttpResponse.json({
        hash: "3f2a9c01d2e84b7790aa51c2d9f0e6b1",
        version: "v1",
        method: "exception",
        components: {
          id: "app",
          contributes: true,
          values: [
            {
              id: "exception",
              contributes: true,
              values: [
                {
                  id: "stacktrace",
                  contributes: true,
                  values: [
                    frame(true, "shop.checkout.views", "post", "order = place_order(cart)"),
                    frame(true, "shop.checkout.services", "place_order", "order = Order.objects.create("),
                    frame(false, "django.db.models.query", "create", "obj.save(force_insert=True)"),
                  ],
                },
                { id: "type", contributes: true, values: ["IntegrityError"] },
                {
                  id: "value",
                  contributes: false,
                  hint: "stack trace and type take precedence",
                  values: ["duplicate key"],
                },
              ],
            },
          ],
        },
      }),
    ),
    http.get("*/api/projects/:id/issues/:issue/hashes", () =>
      HttpResponse.json({
        data: [
          { fingerprint: "3f2a9c01d2e84b7790aa51c2d9f0e6b1", title: "IntegrityError", times_seen: 1204 },
        ],
      }),
    ),
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
    http.get("*/api/projects/:id/issues/:issue/events", ({ params }) => {
      const issue = find(params.issue);
      return issue
        ? page(Array.from({ length: eventsPerIssue }, (_, index) => rowOf(issue, index)))
        : refuse(404, "not_found", "No such issue.");
    }),
    http.get("*/api/projects/:id/issues/:issue/events/:event", ({ params }) => {
      const issue = find(params.issue);
      return issue
        ? HttpResponse.json(eventOf(issue, String(params.event)))
        : refuse(404, "not_found", "No such issue.");
    }),
    http.get("*/api/projects/:id/events", () =>
      page(issues.slice(0, 50).map((issue, index) => rowOf(issue, index))),
    ),
    http.get("*/api/events/:event", ({ params }) =>
      HttpResponse.json(
        pythonEvent(
          issues[0]?.id ?? "",
          Number.parseInt(String(params.event).slice(-8), 16) - 0x5eed0000,
          eventsPerIssue,
        ),
      ),
    ),
    http.get("*/api/projects/:id/tags", () =>
      HttpResponse.json({
        data: [{ key: "browser" }, { key: "os" }, { key: "tenant" }, { key: "server_name" }],
      }),
    ),
    http.get("*/api/projects/:id/tags/:key", ({ params }) =>
      HttpResponse.json({
        data:
          params.key === "environment"
            ? [{ value: "production" }, { value: "staging" }]
            : [{ value: "Safari 18.1" }, { value: "Chrome 141" }],
      }),
    ),
    http.get("*/api/projects/:id/stats", ({ request }) => {
      const period = new URL(request.url).searchParams.get("period");
      const count = period === "24h" ? 24 : period === "7d" ? 168 : 30;
      const buckets = Array.from({ length: count }, (_, index) => ({
        at: ago((count - index) * (period === "30d" ? 86_400 : 3600)),
        accepted: Math.round(500 + 400 * Math.sin(index / 4)),
        filtered: (index % 7) * 11,
        limited: index === 9 ? 220 : 0,
        invalid: index % 11 === 0 ? 4 : 0,
        dropped: 0,
        by_level: { error: 300, warning: 80, info: 20 },
      }));
      return HttpResponse.json({
        buckets,
        totals: { accepted: 18_230, filtered: 812, limited: 220, invalid: 12, dropped: 0 },
        top_issues: issues.slice(0, 8),
      });
    }),
    http.get("*/api/projects/:id/releases", () =>
      page([
        {
          version: "shop@4.12.0",
          ref: "9f1c2ab",
          url: null,
          date_created: ago(90_000),
          date_released: ago(80_000),
          new_issues: 4,
        },
        {
          version: "shop@4.11.2",
          ref: "77aa210",
          url: "https://example.com/r/4.11.2",
          date_created: ago(900_000),
          date_released: ago(890_000),
          new_issues: 11,
        },
      ]),
    ),
    http.get("*/api/projects/:id/alerts", () =>
      page([
        {
          id: "al1",
          name: "New errors to the team",
          is_active: true,
          conditions: { trigger: "new_issue", level: "error" },
          actions: [{ type: "email" }],
        },
      ]),
    ),
    http.all("*/api/*", () => refuse(404, "not_found", "The mock does not know this.")),
  ];
}
