// What stands on a page does not move when another answer comes in, whichever comes first.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openPage, pages, settle, skipReason, start } from "./browser.mjs";

const mostShift = 0.02;
const atOnce = 4;
const looks = [
  {
    name: "wide, first asked, last answered",
    width: 1440,
    delay: (position) => 540 - 60 * Math.min(position, 8),
  },
  {
    name: "narrow, first asked, first answered",
    width: 390,
    height: 844,
    delay: (position) => 60 + 60 * Math.min(position, 8),
  },
];

describe("answers that come in one by one", { skip: skipReason }, () => {
  let stage;
  before(async () => {
    stage = await start({ issueCount: 100 });
  });
  after(() => stage?.close());

  for (const { name, delay, ...look } of looks) {
    it(`move nothing, ${name}`, async () => {
      const shifts = [];
      const measure = async ({ path, isPublic }) => {
        const { page, close } = await openPage(stage, { ...look, isSignedIn: !isPublic });
        await delayAnswers(page, delay);
        await page.addInitScript(watchShifts);
        await page.goto(stage.url + path);
        await settle(page);
        const { total, moved } = await page.evaluate(() => window.shifts);
        if (total > mostShift) shifts.push(`${path}: ${total.toFixed(3)} ${moved.join(", ")}`);
        await close();
      };
      for (let first = 0; first < pages.length; first += atOnce)
        await Promise.all(pages.slice(first, first + atOnce).map(measure));

      assert.deepEqual(shifts, []);
    });
  }
});

async function delayAnswers(page, delay) {
  let position = 0;
  await page.route("**/api/**", async (route) => {
    const milliseconds = route.request().url().endsWith("/auth/refresh") ? 0 : delay(position++);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    await route.continue();
  });
}

function watchShifts() {
  window.shifts = { total: 0, moved: [] };
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      window.shifts.total += value;
      for (const { node } of sources)
        window.shifts.moved.push((node?.outerHTML ?? node?.textContent ?? "gone").slice(0, 80));
    }
  }).observe({ type: "layout-shift", buffered: true });
}
