// A newcomer's first minutes, in a headless Chromium on the stack's own dashboard: registers, makes an organization and a
// project, waits for the first event, which a real SDK sends to the DSN that the page shows, and resolves its issue.
// Prints what was to be seen, and after how many seconds, as JSON. Usage: node dashboard.mjs URL MESSAGE
import * as Sentry from "@sentry/node";
import { chromium } from "playwright-core";
import { executablePath, flags } from "../../../frontend/tests/browser/chromium.mjs";

const [url, message] = process.argv.slice(2);

function chargeCard() {
  throw new RangeError(message);
}

async function sendError(dsn) {
  Sentry.init({ dsn, release: "shop@1.0.0", environment: "dashboard-test" });
  try {
    chargeCard();
  } catch (error) {
    Sentry.captureException(error);
  }
  await Sentry.flush(10_000);
}

async function register(page) {
  await page.goto(`${url}/register`);
  await page.getByLabel("Name").fill("Grace");
  await page.getByLabel("E-mail").fill(`grace-${Date.now()}@example.com`);
  await page.getByLabel("Password").fill("a-long-password");
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("button", { name: "New organization" }).first().click();
  await page.getByLabel("Name").fill("Hopper & Co");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.waitForURL("**/organizations/hopper-co*/projects");
}

async function createProject(page) {
  await page.goto(`${page.url()}/new`);
  await page.getByText("Node.js", { exact: true }).click();
  await page.getByLabel("Name").fill("shop");
  await page.getByRole("button", { name: "Create project" }).click();
  await page.getByText("Waiting for the first event.").waitFor();
  const code = await page.locator("pre").allTextContents();
  return code.join("\n").match(/https?:\/\/[0-9a-f]+@[^\s"']+/)[0];
}

const browser = await chromium.launch({ executablePath, args: flags });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const problems = [];
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  page.on("pageerror", (error) => problems.push(error.message));

  await register(page);
  const dsn = await createProject(page);
  const sentAt = Date.now();
  await sendError(dsn);
  await page.waitForURL("**/issues/*");
  await page.getByRole("heading", { name: /RangeError/ }).first().waitFor();
  const secondsUntilShown = (Date.now() - sentAt) / 1000;
  await page.getByText("throw new RangeError(message);").first().waitFor();
  const issue = await page.locator("main").innerText();

  await page.getByRole("button", { name: "Resolve", exact: true }).click();
  await page.getByText(/^Resolved SHOP-1/).waitFor();
  const issues = page.url().split("/issues/")[0];
  await page.goto(`${issues}/issues`);
  await page.getByText("All clear").waitFor();
  await page.goto(`${issues}/issues?status=resolved`);
  await page.getByRole("link", { name: /RangeError/ }).first().waitFor();
  const resolved = await page.locator("[data-issue-row]").allInnerTexts();

  console.log(JSON.stringify({ secondsUntilShown, issue, resolved, problems }));
} finally {
  await browser.close();
}
