/** An event that is hostile in every field. */
import type { EventDetail } from "@/types/api";
import { ago } from "./answers";
import { eventId } from "./event-ids";

const bomb = "<img src=x onerror=alert(1)><script>alert(2)</script>";

export function hostileEvent(issueId: string): EventDetail {
  const nested: Record<string, unknown> = { key: bomb };
  nested.again = { deeper: { still: [bomb, { __proto__x: bomb }] } };
  return {
    id: eventId(666),
    event_id: eventId(666),
    issue_id: issueId,
    project_id: "1",
    timestamp: "not a time",
    received_at: ago(5),
    level: "fatal",
    title: `${bomb}: \u202egnitseretni`,
    culprit: bomb,
    platform: bomb,
    message: { formatted: bomb },
    exception: {
      values: [
        null,
        7,
        {
          type: { a: 1 },
          value: [bomb],
          mechanism: "no",
          stacktrace: {
            frames: [
              "x",
              {
                function: bomb,
                filename: { b: 2 },
                lineno: "NaN",
                in_app: true,
                context_line: bomb,
                pre_context: [null, 3],
                post_context: "oops",
                vars: nested,
                abs_path: "javascript:alert(1)",
              },
            ],
          },
        },
      ],
    },
    threads: "nope",
    breadcrumbs: {
      values: [
        { message: { x: bomb }, data: [1, 2], timestamp: {}, category: 5 },
        {
          message: "javascript:alert(1)",
          data: { url: "javascript:alert(1)", link: "https://example.com/?q=<script>" },
        },
      ],
    },
    request: {
      url: "javascript:alert(document.cookie)",
      method: { m: 1 },
      headers: "not pairs",
      data: bomb,
      cookies: [["a"], 3],
    },
    user: { id: { x: 1 }, email: bomb },
    tags: { [bomb]: bomb, weird: 5 },
    contexts: { [bomb]: { [bomb]: bomb }, text: "x" },
    extra: { "": null, nested },
    sdk: { name: bomb, version: { v: 1 } },
    attachments: [{ name: bomb, size: "big" }],
    meta: "x",
    release: bomb,
    environment: bomb,
  } as unknown as EventDetail;
}
