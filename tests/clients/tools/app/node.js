import * as Sentry from "@sentry/node";
import { chargeCard } from "./checkout.js";

const [dsn, reason] = process.argv.slice(2);
Sentry.init({ dsn });
try {
  chargeCard({ lines: [], reason });
} catch (error) {
  const eventId = Sentry.captureException(error);
  await Sentry.flush(10_000);
  console.log(JSON.stringify({ eventId }));
}
