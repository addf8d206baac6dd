/** What an issue’s events have in common, and the statistics of a project. */
import { HttpResponse, http } from "msw";
import { ago, page } from "./answers";
import { colleagues } from "./data";
import type { Store } from "./store";

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

const suspectCommits = [
  {
    commit: {
      id: "4f1c2a9be07d3856a1c94e2fb70d1536c8e9a412",
      message: "Round prices in the cart\n\nCents were lost.",
      author: { name: colleagues[1]?.name, email: colleagues[1]?.email, user_id: colleagues[1]?.id },
      committed_at: ago(26 * 3600),
      repository: "acme/shop",
      files: [{ path: "src/shop/checkout.py", kind: "M" }],
    },
    release: "shop@2.4.0",
    path: "src/shop/checkout.py",
  },
];

const releases = [
  {
    version: "shop@4.12.0",
    ref: "9f1c2ab",
    url: null,
    date_created: ago(40_000),
    date_released: ago(30_000),
    new_issues: 4,
    issues: 9,
    adoption: 0.62,
  },
  {
    version: "shop@4.11.2",
    ref: "77aa210",
    url: "https://example.com/r/4.11.2",
    date_created: ago(900_000),
    date_released: ago(890_000),
    new_issues: 11,
    issues: 14,
    adoption: 0.004,
  },
];

function bucketCount(request: Request): number {
  return { "24h": 24, "7d": 168, "30d": 30 }[new URL(request.url).searchParams.get("period") ?? "24h"] ?? 24;
}

export function factHandlers(store: Store) {
  const { issues } = store;
  return [
    http.get("*/api/projects/:id/deploys", () =>
      HttpResponse.json({
        data: [
          {
            id: "d1",
            version: "shop@2.4.0",
            environment: "production",
            name: null,
            url: null,
            started_at: null,
            finished_at: ago(7 * 3600),
          },
        ],
      }),
    ),
    http.get("*/api/projects/:id/issues/:issue/suspect-commits", () =>
      HttpResponse.json({ data: suspectCommits }),
    ),
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
        discarded_by_sdk: {
          total: 431,
          reasons: { sample_rate: { error: 400, transaction: 20 }, before_send: { error: 11 } },
        },
        top_issues: issues.slice(0, 8),
      });
    }),
    http.get("*/api/projects/:id/cost", () =>
      HttpResponse.json({
        month: "2026-11",
        currency: "USD",
        prices_as_of: "2026-11-01",
        spent: 4.2,
        projected: 5.61,
        by_service: { gateway: 1.12, lambda: 0.34, sqs: 0.33, dynamodb: 2.36, s3: 0.05, mail: 0.01 },
        units: { requests: 1_120_000, write_units: 3_600_000 },
        budget: 20,
        step: "full",
        since: null,
      }),
    ),
    http.get("*/api/projects/:id/releases", () => page(releases)),
    http.get("*/api/projects/:id/releases/:version", ({ params }) => {
      const release = releases.find(({ version }) => version === decodeURIComponent(String(params.version)));
      return release ? HttpResponse.json(release) : new HttpResponse(null, { status: 404 });
    }),
    http.get("*/api/projects/:id/releases/:version/adoption", ({ request }) => {
      const buckets = Array.from({ length: bucketCount(request) }, (_, index) => ({
        at: ago((bucketCount(request) - 1 - index) * 3600),
        events: index > 60 || bucketCount(request) < 60 ? index * 2 : 0,
        all_events: 320 + 40 * (index % 5),
      }));
      const sum = (name: "events" | "all_events") => buckets.reduce((total, each) => total + each[name], 0);
      return HttpResponse.json({ buckets, events: sum("events"), all_events: sum("all_events") });
    }),
    http.get("*/api/projects/:id/releases/:version/regressions", () =>
      HttpResponse.json({
        data: issues.slice(0, 2),
        pagination: { next_cursor: null, has_more: false },
        total: 2,
      }),
    ),
    http.get("*/api/projects/:id/releases/:version/deploys", () =>
      HttpResponse.json({
        data: [
          {
            id: "d1",
            version: "shop@4.12.0",
            environment: "production",
            name: "rollout 7",
            url: null,
            started_at: null,
            finished_at: ago(7 * 3600),
          },
        ],
      }),
    ),
    http.get("*/api/projects/:id/releases/:version/commits", () =>
      HttpResponse.json({ data: suspectCommits.map(({ commit }) => commit) }),
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
  ];
}
