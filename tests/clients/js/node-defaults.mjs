// Sends what @sentry/node sends by default or with one switch: an error, spans, logs, metrics, sessions, its own report.
// Prints {"eventId", "answers", "warnings"} as JSON: each request's status and items, and what the SDK warned of.
// Usage: node node-defaults.mjs DSN MESSAGE
import * as Sentry from "@sentry/node";

const [dsn, message] = process.argv.slice(2);
const warnings = [];
for (const level of ["warn", "error"]) {
  console[level] = (...parts) => warnings.push(parts.join(" "));
}
// The SDK's debug log is chatty; only what it warns of counts.
console.log = () => {};
const print = (text) => process.stdout.write(`${text}\n`);

const answers = [];
const client = Sentry.init({
  dsn,
  release: "node-defaults@1.0.0",
  environment: "node-defaults",
  debug: true,
  tracesSampleRate: 1,
  traceLifecycle: "stream",
  enableLogs: true,
  enableMetrics: true,
  beforeSend: (event) => (event.message === "unwanted" ? null : event),
});
const { send } = client.getTransport();
client.getTransport().send = async (envelope) => {
  const items = envelope[1].map(([header]) => header.type);
  const answer = await send.call(client.getTransport(), envelope);
  answers.push({ items, status: answer?.statusCode ?? null, limits: answer?.headers?.["x-sentry-rate-limits"] ?? null });
  return answer;
};

let eventId;
for (const round of [1, 2]) {
  Sentry.startSession();
  Sentry.startSpan({ name: `GET /cart ${round}`, op: "http.server" }, () => {
    Sentry.startSpan({ name: "query", op: "db" }, () => {});
    Sentry.logger?.info(`looked at cart ${round}`, { round });
    Sentry.metrics?.count?.("carts", 1);
    eventId = Sentry.captureException(new RangeError(`${message} ${round}`));
    Sentry.captureMessage("unwanted");
  });
  Sentry.captureSession();
  Sentry.endSession();
  await Sentry.flush(10_000);
}
await Sentry.close(10_000);
print(JSON.stringify({ eventId, answers, warnings }));
