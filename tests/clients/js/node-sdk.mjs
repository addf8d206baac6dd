// Sends a handled error, and one with a large body (which the SDK compresses), with @sentry/node.
// Prints {"eventIds"} as JSON. Usage: node node-sdk.mjs DSN MESSAGE
import * as Sentry from "@sentry/node";

const [dsn, message] = process.argv.slice(2);
Sentry.init({ dsn, release: "node-test@1.0.0", environment: "node-test" });

function openLedger(path) {
  throw new RangeError(`${message}: ${path}`);
}

const eventIds = [];
for (const padding of [0, 120_000]) {
  try {
    // A different text each time: the SDK itself drops an error that repeats the one before it.
    openLedger(`/var/ledger-${padding}`);
  } catch (error) {
    eventIds.push(Sentry.captureException(error, { extra: { padding: "x".repeat(padding) } }));
  }
}
const flushed = await Sentry.flush(10_000);
console.log(JSON.stringify({ eventIds, flushed }));
