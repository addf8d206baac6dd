/** Events and the tags they carry. */
import { HttpResponse, http } from "msw";
import type { Issue } from "@/types/api";
import { ago, page, refuse } from "./answers";
import { browserEvent } from "./browser-event";
import { eventId } from "./event-ids";
import { hostileEvent } from "./hostile-event";
import { pythonEvent } from "./python-event";
import type { Store } from "./store";

const eventsPerIssue = 40;

export function eventHandlers(store: Store) {
  const { find, issues } = store;
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
  return [
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
    http.get("*/api/projects/:id/events/:event/attachments/:attachment", ({ params }) =>
      HttpResponse.json({
        id: params.attachment,
        name: "checkout.log",
        content_type: "text/plain",
        type: "event.attachment",
        size: 18,
        content_base64: btoa("cart 4f1d: paid \xfe\n"),
      }),
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
  ];
}
