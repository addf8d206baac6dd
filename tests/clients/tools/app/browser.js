import * as Sentry from "@sentry/browser";
import { chargeCard } from "./checkout.js";

const { dsn, reason } = window.shop;
window.sent = new Promise((resolve) => {
  Sentry.init({ dsn });
  Sentry.getClient().on("afterSendEvent", (event, answer) => resolve({ eventId: event.event_id, status: answer.statusCode }));
});
setTimeout(function checkout() {
  chargeCard({ lines: [], reason });
}, 0);
