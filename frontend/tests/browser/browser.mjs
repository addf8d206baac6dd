// A real Chromium on the built dashboard with the mock API behind the production security headers.
import { chromium } from "playwright-core";
import { serve } from "../mock/serve.mjs";
import { executablePath, flags } from "./chromium.mjs";

/** Why the browser tests can't run here; false when they can. */
export const skipReason = executablePath ? false : "no Chromium is installed (CHROMIUM names one)";

export async function start({ issueCount = 10_000 } = {}) {
  const { url, stop } = await serve({ issueCount });
  const browser = await chromium.launch({ executablePath, args: flags });
  const close = async () => {
    await browser.close();
    await stop();
  };
  return { url, browser, close };
}

/** A page with what went wrong in it: console errors, uncaught exceptions, policy violations. */
export async function openPage(
  { browser, url },
  { isSignedIn = true, width = 1440, height = 900, isDark = false } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: isDark ? "dark" : "light",
    isMobile: width < 600,
    hasTouch: width < 600,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  if (isSignedIn) await signIn(page, url);
  return { page, problems, close: () => context.close() };
}

export async function signIn(page, url) {
  await page.goto(`${url}/login`);
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password").fill("secret-secret");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/organizations/acme/projects");
}

const project = "/organizations/acme/projects/shop";

export const pages = [
  { path: "/login", isPublic: true },
  { path: "/register", isPublic: true },
  { path: "/forgot-password", isPublic: true },
  { path: "/reset-password?token=x", isPublic: true },
  { path: "/mail", isPublic: true },
  { path: "/organizations" },
  { path: "/organizations/acme/projects" },
  { path: "/organizations/acme/issues" },
  { path: "/organizations/acme/projects/new" },
  { path: "/organizations/acme/projects/search/setup" },
  { path: `${project}/issues` },
  { path: `${project}/issues/SHOP-1` },
  { path: `${project}/issues/SHOP-2` },
  { path: `${project}/issues/SHOP-5` },
  { path: `${project}/events` },
  { path: `${project}/events/0000000000000000000000005eed0000` },
  { path: `${project}/releases` },
  { path: `${project}/releases/shop@4.12.0` },
  { path: `${project}/stats` },
  { path: `${project}/settings` },
  { path: `${project}/settings/keys` },
  { path: `${project}/settings/filters` },
  { path: `${project}/settings/grouping` },
  { path: `${project}/settings/alerts` },
  { path: `${project}/settings/members` },
  { path: `${project}/settings/personal-data` },
  { path: "/organizations/acme/settings" },
  { path: "/organizations/acme/settings/members" },
  { path: "/organizations/acme/settings/audit" },
  { path: "/settings" },
  { path: "/settings/security" },
  { path: "/settings/tokens" },
];

/** Wait until the page shows its data: nothing loads any more and the first idle moment is over. */
export async function settle(page) {
  await page.waitForLoadState("load");
  await page.waitForSelector("h1");
  await page.waitForFunction(
    () => !document.querySelector("[role=status][aria-label^=Loading], .animate-shimmer"),
    null,
    { timeout: 15_000 },
  );
  await page.waitForTimeout(250);
}
