// Signs in to the dashboard in a headless Chromium and shows an issue: its trace by the source maps, then as it came.
// Prints {"mapped", "raw", "problems"}. With a folder it leaves pictures of both there.
// Usage: node show-issue.mjs ISSUE_URL EMAIL PASSWORD [FOLDER]
import { join } from "node:path";
import { chromium } from "playwright-core";
import { executablePath, flags } from "../../../frontend/tests/browser/chromium.mjs";

const [url, email, password, folder] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: flags });
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, deviceScaleFactor: folder ? 1.5 : 1 });
  const problems = [];
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`${new URL(url).origin}/login`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((at) => !at.pathname.startsWith("/login"));
  problems.length = 0;
  await page.goto(url);
  const trace = page.locator("section", { has: page.getByRole("heading", { name: "Stack trace" }) }).first();
  const read = async (name) => {
    if (folder) await trace.screenshot({ path: join(folder, `${name}.png`) });
    return trace.innerText();
  };
  await page.getByText("throw new RangeError").first().waitFor();
  const mapped = await read("mapped");
  await page.getByRole("button", { name: "Show minified" }).click();
  const raw = await read("raw");
  console.log(JSON.stringify({ mapped, raw, problems }));
} finally {
  await browser.close();
}
