// Serves a built app and lets it throw in a headless Chromium. Prints {"eventId", "status"}.
// Usage: node throw-in-browser.mjs FOLDER DSN REASON
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { executablePath, flags } from "../../../frontend/tests/browser/chromium.mjs";

const [folder, dsn, reason] = process.argv.slice(2);
const page = `<!doctype html><script>window.shop = ${JSON.stringify({ dsn, reason })}</script><script src=/static/app.js></script>`;
const server = createServer((request, response) => {
  if (request.url === "/static/app.js") {
    response.setHeader("Content-Type", "text/javascript");
    createReadStream(join(folder, "app.js")).pipe(response);
  } else {
    response.setHeader("Content-Type", "text/html");
    response.end(page);
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await chromium.launch({ executablePath, args: flags });
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  console.log(JSON.stringify(await tab.evaluate(() => window.sent)));
} finally {
  await browser.close();
  server.close();
}
