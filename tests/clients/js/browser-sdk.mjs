// Throws a real error in a headless Chromium whose page uses @sentry/browser and comes from another origin than the
// DSN's. Prints {"eventId", "requests": [{status, exposed}]} as JSON. Usage: node browser-sdk.mjs DSN MESSAGE
import { createServer } from "node:http";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { executablePath, flags } from "../../../frontend/tests/browser/chromium.mjs";

const [dsn, message] = process.argv.slice(2);
const page = `
  import * as Sentry from "@sentry/browser";
  window.sent = new Promise((resolve) => {
    Sentry.init({ dsn: ${JSON.stringify(dsn)}, release: "browser-test@1.0.0", environment: "browser-test" });
    Sentry.setUser({ id: "browser-user" });
    Sentry.getClient().on("afterSendEvent", (event, answer) => resolve({ eventId: event.event_id, status: answer.statusCode }));
  });
  function chargeCard(cart) { return cart.total.toFixed(2); }
  setTimeout(function checkout() {
    try { chargeCard({}); } catch (error) { error.message = ${JSON.stringify(message)}; throw error; }
  }, 0);
`;

const bundle = await build({
  stdin: { contents: page, resolveDir: import.meta.dirname, loader: "js" },
  bundle: true,
  write: false,
  format: "iife",
});
const server = createServer((request, response) => {
  const isScript = request.url === "/app.js";
  response.setHeader("Content-Type", isScript ? "text/javascript" : "text/html");
  response.end(isScript ? bundle.outputFiles[0].text : "<!doctype html><script src=/app.js></script>");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await chromium.launch({ executablePath, args: flags });
try {
  const tab = await browser.newPage();
  const refused = [];
  tab.on("console", (line) => line.type() === "error" && refused.push(line.text()));
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const sent = await tab.evaluate(() => window.sent);
  console.log(JSON.stringify({ ...sent, corsErrors: refused.filter((text) => text.includes("CORS")) }));
} finally {
  await browser.close();
  server.close();
}
