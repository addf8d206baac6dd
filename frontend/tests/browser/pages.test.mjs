// Every page, light and dark, wide and narrow: nothing in the console, no violated policy, no accessibility fault, nothing wider than the window.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import { openPage, pages, settle, skipReason, start } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const looks = [
  { name: "wide and light", width: 1440, isDark: false },
  { name: "narrow and dark", width: 390, height: 844, isDark: true },
];

describe("pages in a real browser", { skip: skipReason }, () => {
  let stage;
  before(async () => {
    stage = await start({ issueCount: 500 });
  });
  after(() => stage?.close());

  for (const { name, ...look } of looks) {
    for (const { path, isPublic } of pages) {
      it(`${path} is sound, ${name}`, async () => {
        const { page, problems, close } = await openPage(stage, { ...look, isSignedIn: !isPublic });
        await page.goto(stage.url + path);
        await settle(page);

        const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        // Playwright evaluates past the page's policy, so axe may come in as text.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          window.axe.run(document, { resultTypes: ["violations"] }),
        );
        await close();

        assert.deepEqual(
          violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary.slice(0, 200)}`,
          ),
          [],
        );
        assert.deepEqual(problems, []);
        assert.equal(isTooWide, false, "the page is wider than the window");
      });
    }
  }

  it("shows a hostile event without running any of it", async () => {
    const { page, problems, close } = await openPage(stage);
    let dialogs = 0;
    page.on("dialog", (dialog) => {
      dialogs += 1;
      dialog.dismiss();
    });

    await page.goto(`${stage.url}/organizations/acme/projects/shop/issues/SHOP-5`);
    await settle(page);
    const foreign = await page.locator("main img, main script, main iframe, a[href^='javascript:']").count();
    await close();

    assert.deepEqual([dialogs, foreign, problems], [0, 0, []]);
  });

  it("remembers the theme and shows it before the first paint", async () => {
    const { page, close } = await openPage(stage);
    await page.goto(`${stage.url}/settings`);
    await page.getByLabel("Theme").selectOption("dark");
    await page.reload({ waitUntil: "commit" });
    await page.waitForSelector("body");

    const isDark = await page.evaluate(() => document.documentElement.classList.contains("dark"));
    await close();

    assert.equal(isDark, true);
  });

  it("saves a file that came with an event", async () => {
    const { page, problems, close } = await openPage(stage);
    await page.goto(`${stage.url}/organizations/acme/projects/shop/issues/SHOP-1`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download checkout.log" }).click(),
    ]);
    const content = readFileSync(await download.path(), "latin1");
    await close();

    assert.deepEqual([download.suggestedFilename(), content], ["checkout.log", "cart 4f1d: paid \xfe\n"]);
    assert.deepEqual(problems, []);
  });

  it("erases a person's data by keyboard alone", async () => {
    const { page, problems, close } = await openPage(stage);
    await page.goto(`${stage.url}/organizations/acme/projects/shop/settings/personal-data`);
    await page.getByLabel("User id").focus();
    await page.keyboard.type("8812");
    for (const _ of ["address", "export", "erase"]) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Erase 8812?" }).waitFor();
    for (const _ of ["close", "cancel", "erase"]) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");

    await page.getByText("3 events erased").waitFor();
    await close();

    assert.deepEqual(problems, []);
  });

  it("opens a menu that was pressed before its code was there", async () => {
    const { page, close } = await openPage(stage);
    await page.route("**/assets/headless-*.js", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 800));
      await route.continue();
    });
    await page.goto(`${stage.url}/organizations/acme/projects/shop/issues/SHOP-1`);
    await page.getByRole("button", { name: "Ignore, more choices" }).click();

    await page.getByRole("menuitem", { name: "One week" }).click();

    await page.getByText("Ignored SHOP-1 for a while").waitFor();
    await close();
  });
});
