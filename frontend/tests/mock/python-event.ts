/** An event as a Django shop sends it. */
import type { EventDetail } from "@/types/api";
import { ago } from "./answers";
import { eventId } from "./event-ids";
import { exception } from "./python-exception";

export function pythonEvent(issueId: string, index: number, count: number): EventDetail {
  return {
    id: eventId(index),
    event_id: eventId(index),
    issue_id: issueId,
    project_id: "1",
    timestamp: ago(120 + index * 700),
    received_at: ago(119 + index * 700),
    level: "error",
    title: 'IntegrityError: duplicate key value violates unique constraint "orders_reference_key"',
    culprit: "shop.checkout.services in place_order",
    platform: "python",
    message: "",
    exception,
    breadcrumbs: {
      values: [
        {
          timestamp: ago(127 + index * 700),
          category: "auth",
          message: "Signed in as customer 8812",
          level: "info",
        },
        {
          timestamp: ago(126 + index * 700),
          category: "query",
          type: "query",
          message:
            'SELECT "cart_line"."sku", "cart_line"."quantity" FROM "cart_line" WHERE "cart_line"."cart_id" = %s',
        },
        {
          timestamp: ago(125.4 + index * 700),
          category: "httplib",
          type: "http",
          data: {
            method: "GET",
            url: "https://pricing.internal/v2/quote?sku=TEA-01",
            status_code: 200,
            reason: "OK",
          },
        },
        {
          timestamp: ago(124.1 + index * 700),
          category: "httplib",
          type: "http",
          level: "warning",
          data: { method: "POST", url: "https://tax.example.com/rates", status_code: 504 },
        },
        {
          timestamp: ago(123.9 + index * 700),
          category: "shop.tax",
          level: "warning",
          message: "Tax service did not answer, using cached rates",
        },
        { timestamp: ago(120.2 + index * 700), category: "query", type: "query", message: "BEGIN" },
        {
          timestamp: ago(120.1 + index * 700),
          category: "shop.checkout",
          level: "error",
          message: "Could not store the order A-10442",
        },
      ],
    },
    request: {
      url: "https://shop.example.com/checkout/",
      method: "POST",
      query_string: [
        ["step", "pay"],
        ["ref", "newsletter"],
      ],
      headers: [
        ["Host", "shop.example.com"],
        [
          "User-Agent",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        ],
        ["Accept-Language", "de-CH,de;q=0.9"],
        ["Referer", "https://shop.example.com/cart/"],
      ],
      cookies: { sessionid: "[Filtered]", theme: "dark" },
      data: { reference: "A-10442", accept_terms: "on", csrfmiddlewaretoken: "[Filtered]" },
      env: { SERVER_NAME: "web-3", SERVER_PORT: "8000" },
    },
    user: {
      id: "8812",
      username: "m.keller",
      ip_address: "203.0.113.0",
      geo: { country_code: "CH", city: "Zürich" },
    },
    tags: [
      ["environment", "production"],
      ["release", "shop@4.12.0"],
      ["level", "error"],
      ["server_name", "web-3"],
      ["browser", "Safari 18.1"],
      ["os", "Mac OS X 10.15.7"],
      ["transaction", "/checkout/"],
      ["runtime", "CPython 3.12.4"],
      ["tenant", "acme"],
      ["handled", "no"],
      ["url", "https://shop.example.com/checkout/"],
    ],
    contexts: {
      browser: { name: "Safari", version: "18.1", type: "browser" },
      os: { name: "Mac OS X", version: "10.15.7" },
      runtime: {
        name: "CPython",
        version: "3.12.4",
        build: "3.12.4 (main, Jun  8 2026, 18:29:57) [GCC 12.2.0]",
      },
      trace: {
        trace_id: "c0ffee00c0ffee00c0ffee00c0ffee00",
        span_id: "b0b0b0b0b0b0b0b0",
        op: "http.server",
        status: "internal_error",
      },
    },
    extra: {
      "sys.argv": ["/srv/app/manage.py", "runserver"],
      cart_id: "4f1d",
      experiment: { name: "one-page-checkout", bucket: 3 },
    },
    modules: { django: "5.2.1", psycopg: "3.2.3", "sentry-sdk": "2.75.0", celery: "5.4.0" },
    release: "shop@4.12.0",
    environment: "production",
    server_name: "web-3",
    transaction: "/checkout/",
    sdk: { name: "sentry.python.django", version: "2.75.0" },
    fingerprint: ["{{ default }}"],
    attachments: [
      { id: "a1", name: "checkout.log", content_type: "text/plain", type: "event.attachment", size: 18 },
      {
        id: "a2",
        name: "view-hierarchy.json",
        content_type: "application/json",
        type: "event.view_hierarchy",
        size: 48_213,
      },
    ],
    meta: {
      exception: {
        values: {
          "1": {
            stacktrace: {
              frames: {
                "4": { vars: { description: { "": { len: 4096, rem: [["!limit", "s", 1024, 1027]] } } } },
              },
            },
          },
        },
      },
    },
    raw: { event_id: eventId(index), platform: "python", note: "The whole normalized event stands here." },
    previous_event_id: index + 1 < count ? eventId(index + 1) : null,
    next_event_id: index > 0 ? eventId(index - 1) : null,
  };
}
