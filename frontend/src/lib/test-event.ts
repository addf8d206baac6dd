/** Sends a real envelope the way an SDK does, so that "send a test event" tries the whole line from the key to the page. */

export type SentEvent = { eventId: string; sentAt: number };

export function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

export async function sendTestEvent(projectId: string, publicKey: string): Promise<SentEvent> {
  const eventId = randomHex(16);
  const sentAt = performance.now();
  const response = await fetch(
    `/api/${projectId}/envelope/?sentry_key=${publicKey}&sentry_version=7&sentry_client=minisentry.dashboard/1.0`,
    {
      method: "POST",
      headers: { "content-type": "text/plain;charset=UTF-8" },
      body: buildEnvelope(eventId),
      credentials: "omit",
    },
  );
  if (!response.ok) {
    const reason = response.headers.get("x-sentry-error");
    throw new Error(`The event was refused (${response.status}${reason ? `: ${reason}` : ""}).`);
  }
  return { eventId, sentAt };
}

function buildEnvelope(eventId: string): string {
  const now = new Date();
  const event = {
    event_id: eventId,
    timestamp: now.getTime() / 1000,
    platform: "javascript",
    level: "error",
    environment: "development",
    transaction: "/test",
    sdk: { name: "minisentry.dashboard", version: "1.0" },
    tags: { test: "true" },
    request: { url: `${location.origin}/test`, headers: { "User-Agent": navigator.userAgent } },
    breadcrumbs: [
      {
        timestamp: now.getTime() / 1000 - 2,
        category: "navigation",
        message: "Opened the dashboard",
        level: "info",
      },
      {
        timestamp: now.getTime() / 1000 - 1,
        category: "ui.click",
        message: "Send a test event",
        level: "info",
      },
    ],
    exception: {
      values: [
        {
          type: "TestError",
          value: "This is a test event from the MiniSentry dashboard",
          mechanism: { type: "generic", handled: true },
          stacktrace: { frames: testFrames },
        },
      ],
    },
  };
  const header = { event_id: eventId, sent_at: now.toISOString() };
  return [header, { type: "event" }, event].map((line) => JSON.stringify(line)).join("\n");
}

const testFrames = [
  {
    filename: "node_modules/framework/dispatch.js",
    function: "dispatch",
    lineno: 118,
    colno: 9,
    in_app: false,
    context_line: "    return handler(event);",
  },
  {
    filename: "src/checkout/pay.ts",
    function: "payOrder",
    lineno: 42,
    colno: 11,
    in_app: true,
    pre_context: [
      "export function payOrder(order: Order) {",
      "  const total = sumOf(order.lines);",
      "  if (total <= 0) {",
    ],
    context_line: '    throw new TestError("This is a test event from the MiniSentry dashboard");',
    post_context: ["  }", "  return charge(order.customer, total);", "}"],
    vars: { total: 0, order: { id: "A-1001", lines: [] } },
  },
];
