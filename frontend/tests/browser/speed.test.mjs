// The budgets of the pages that matter most, measured: first content, layout shift, blocking time, clicks and scrolling through 10,000 rows.
// The budgets are those of a machine with nothing else to do; a busy one is given as much more as it has more to do than it can.
import assert from "node:assert/strict";
import { cpus, loadavg } from "node:os";
import { after, before, describe, it } from "node:test";
import { openPage, settle, signIn, skipReason, start } from "./browser.mjs";

const issues = "/organizations/acme/projects/shop/issues";
const slowdown = 4;
const rounds = 3;
const busyness = () => Math.max(1, loadavg()[0] / cpus().length);

describe("speed in a real browser", { skip: skipReason }, () => {
  let stage;
  before(async () => {
    stage = await start({ issueCount: 10_000 });
  });
  after(() => stage?.close());

  for (const { name, path, isSignedIn, lcpBudgetMs } of [
    { name: "login", path: "/login", isSignedIn: false, lcpBudgetMs: 800 },
    { name: "issues", path: issues, isSignedIn: true, lcpBudgetMs: 1500 },
    { name: "an issue", path: `${issues}/SHOP-1`, isSignedIn: true, lcpBudgetMs: 1500 },
  ]) {
    it(`shows ${name} in time at ${slowdown} times slower a processor`, async (test) => {
      const measured = [];
      for (let round = 0; round < rounds; round += 1)
        measured.push(await measureLoad(stage, path, isSignedIn));
      // What else the machine does only ever adds: the least of each is nearest to what the page itself takes.
      const least = (figure) => Math.min(...measured.map((load) => load[figure]));
      const [lcp, blocking] = [least("lcp"), least("blocking")];
      const cls = Math.max(...measured.map((load) => load.cls));
      test.diagnostic(
        `LCP ${lcp.toFixed(0)} ms (budget ${lcpBudgetMs}), CLS ${cls.toFixed(4)}, blocking ${blocking.toFixed(0)} ms, busyness ${busyness().toFixed(1)}`,
      );

      assert.ok(cls <= 0.02, `layout shift ${cls}`);
      assert.ok(lcp <= lcpBudgetMs * busyness(), `largest content after ${lcp} ms`);
      assert.ok(blocking <= 150 * busyness(), `blocked for ${blocking} ms`);
    });
  }

  it("paints a resolve within 100 ms", async (test) => {
    const { page, close } = await openPage(stage);
    await page.goto(stage.url + issues);
    await settle(page);
    const times = [];
    for (let round = 0; round < 5; round += 1) times.push(await page.evaluate(timeResolve));
    await close();
    test.diagnostic(`click to paint: ${times.map((time) => time.toFixed(0)).join(", ")} ms`);

    assert.ok(median(times) <= 100 * busyness());
  });

  it("keeps 10,000 rows out of the document while scrolling", async (test) => {
    const { page, close } = await openPage(stage, { height: 1080 });
    await page.goto(stage.url + issues);
    await settle(page);
    const { frames, seconds, mostRows, blanks } = await page.evaluate(scrollFor, 3000);
    await close();
    test.diagnostic(
      `${(frames / seconds).toFixed(0)} frames/s, at most ${mostRows} rows in the document, ${blanks} blank frames`,
    );

    assert.ok(mostRows <= 40, `${mostRows} rows`);
    assert.ok((frames / seconds) * busyness() >= 55, `${frames / seconds} frames/s`);
    assert.equal(blanks, 0);
  });
});

function median(values) {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];
}

async function measureLoad({ browser, url }, path, isSignedIn) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  const page = await context.newPage();
  if (isSignedIn) await signIn(page, url);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.addInitScript(() => {
    window.measured = { lcp: 0, cls: 0, blocking: 0 };
    const observe = (type, read) =>
      new PerformanceObserver((list) => list.getEntries().forEach(read)).observe({ type, buffered: true });
    observe("largest-contentful-paint", (entry) => {
      window.measured.lcp = entry.startTime;
    });
    observe("layout-shift", (entry) => {
      if (!entry.hadRecentInput) window.measured.cls += entry.value;
    });
    observe("longtask", (entry) => {
      window.measured.blocking += Math.max(0, entry.duration - 50);
    });
  });
  await page.goto(url + path);
  await page.waitForTimeout(2500);
  const measured = await page.evaluate(() => window.measured);
  await context.close();
  return measured;
}

/** In the page: press Resolve on the first row and wait for the frame that shows it gone. */
async function timeResolve() {
  const row = document.querySelector("[data-issue-row]");
  const id = row.dataset.issueRow;
  const button = row.querySelector("button[aria-label=Resolve]");
  const begun = performance.now();
  button.click();
  while (document.querySelector(`[data-issue-row="${id}"]`)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}

/** In the page: scroll for *duration* ms, 40 px a frame, and watch what is there. */
async function scrollFor(duration) {
  const begun = performance.now();
  let frames = 0;
  let mostRows = 0;
  let blanks = 0;
  while (performance.now() - begun < duration) {
    window.scrollBy(0, 40);
    await new Promise(requestAnimationFrame);
    frames += 1;
    mostRows = Math.max(mostRows, document.querySelectorAll("[data-issue-row]").length);
    const middle = document.elementFromPoint(700, 600);
    if (!middle?.closest("[data-issue-row]")) blanks += 1;
  }
  return { frames, seconds: (performance.now() - begun) / 1000, mostRows, blanks };
}
