/** Organizations and projects. */
import { HttpResponse, http } from "msw";
import { ago, page, refuse } from "./answers";
import { buildProject, colleagues, organization, user } from "./data";
import { eventId } from "./event-ids";
import type { Store } from "./store";

export function organizationHandlers(store: Store) {
  const { issues, projects } = store;
  return [
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
          address: "203.0.113.7",
        },
        {
          id: "a2",
          action: "member.invited",
          actor: user,
          target: "new@example.com",
          created_at: ago(9000),
          address: "203.0.113.7",
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
  ];
}
