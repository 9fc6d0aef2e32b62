import type { Locator, Page } from "@playwright/test";
import { makeRun } from "./fixtures/run-of-sessions";
import { expect, test } from "./fixtures/test";
import { SessionsPage } from "./pages/sessions-page";

// It waits until the index has what it made, for which a busy machine may take its time.
test.describe.configure({ timeout: 150_000 });

test("the list is newest first, row by row, over 1,000 sessions that Kayle gives at random", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 1_000);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  expect(await list.allIds(1_000)).toEqual(run.ids);
  await expect(page.getByText("All 1,000", { exact: true })).toBeVisible();
  await expect(list.table).toHaveAttribute("aria-rowcount", "1001");
});

const INTERACTION_MS_MAX = 200;

const PRESS_MS = 10_000;

/** With the other steps more than 50 interactions. */
const WALK_STEPS = 40;
/** Interaction to Next Paint, as browsers report it, leaves the slowest of each 50 interactions out. */
const LEFT_OUT = 1;

test("with 1,000 rows loaded every interaction is painted within 200 ms", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 1_000);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.allIds(1_000);
  await expect(page.getByText("All 1,000", { exact: true })).toBeVisible();
  await watchInteractions(page);

  for (let presses = 0; presses < WALK_STEPS; presses++) await page.keyboard.press("j");
  await page.keyboard.press(" ");
  // Looked for by the simplest of means: a search by role runs in the page, where the next key would
  // wait for its end and be measured with it.
  await page.waitForSelector("[data-row-id][data-selected]", { state: "attached" });
  await page.keyboard.press("k");
  await page.keyboard.press("Escape");
  await press(page.getByRole("button", { name: "Columns" }));
  const failure = page.getByRole("checkbox", { name: "Failure", exact: true });
  await press(failure);
  await expect(failure).not.toBeChecked();
  await press(page.getByRole("button", { name: "Compact" }));
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type(" status:f");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.evaluate(() => window.scrollTo(0, 0));
  await press(list.filter("Status", "Failed"));
  await expect(list.chips).toHaveCount(1);
  await page.goBack();
  await expect(list.chips).toHaveCount(0);

  const measured = await readInteractions(page);
  expect(measured.length, "interactions were measured at all").toBeGreaterThan(40);
  const slowest = Math.max(...measured.map(({ ms }) => ms));
  console.log(`the slowest of ${measured.length} measured: ${slowest} ms`);
  const tooSlow = measured.filter(({ ms }) => ms > INTERACTION_MS_MAX);
  if (tooSlow.length > 0) console.log("slower than promised:", JSON.stringify(tooSlow));
  expect(tooSlow.length, JSON.stringify(tooSlow)).toBeLessThanOrEqual(LEFT_OUT);
});

/**
 * With the mouse alone: a locator's own click looks for it by its role once more, computing the names of all
 * that there is, and watches what is hit. Both run in the page, and would be measured as the desk's.
 */
async function press(locator: Locator): Promise<void> {
  await locator.scrollIntoViewIfNeeded({ timeout: PRESS_MS });
  // Nobody presses in the frame in which the page still scrolls.
  await locator.page().evaluate(paintTwice);
  const box = await locator.boundingBox({ timeout: PRESS_MS });
  if (!box) throw new Error("There is nothing to press.");
  await locator.page().mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

function paintTwice(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

/** What a person did once, such as a key's way down and up; as long as the slowest of its events. */
type Interaction = { id: number; name: string; ms: number; isProbe: boolean };
type WatchedWindow = Window & { interactions?: Interaction[] };

/** A key that the desk knows nothing of; pressing it is made slow, so that it must be measured so. */
const PROBE_KEY = "F9";

/** From the event to the next paint, as the browser itself counts it; what is under 16 ms is left out. */
async function watchInteractions(page: Page): Promise<void> {
  await page.evaluate(
    ({ probeKey, tooLongMs }) => {
      const seen: Interaction[] = [];
      (window as WatchedWindow).interactions = seen;
      let probedAt = Number.POSITIVE_INFINITY;
      window.addEventListener("keydown", ({ key, timeStamp }) => {
        if (key !== probeKey) return;
        probedAt = timeStamp;
        const end = performance.now() + tooLongMs;
        while (performance.now() < end);
      });
      const observer = new PerformanceObserver((list) => {
        const entries = list.getEntries() as (PerformanceEntry & { interactionId: number })[];
        for (const { name, duration, startTime, interactionId } of entries) {
          // Events without an id, such as a pointer's way over the page, are no interaction.
          if (!interactionId) continue;
          const known = seen.find(({ id }) => id === interactionId);
          if (known) known.ms = Math.max(known.ms, duration);
          else seen.push({ id: interactionId, name, ms: duration, isProbe: startTime >= probedAt });
        }
      });
      observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
    },
    { probeKey: PROBE_KEY, tooLongMs: INTERACTION_MS_MAX + 50 },
  );
}

/**
 * What was measured so far. Entries arrive after the paint that they count to, so a slow one made on
 * purpose is waited for: it also shows that what is too slow would have been seen.
 */
async function readInteractions(page: Page): Promise<Interaction[]> {
  const read = () => page.evaluate(() => (window as WatchedWindow).interactions ?? []);
  await page.keyboard.press(PROBE_KEY);
  const isSeen = async () =>
    (await read()).some(({ ms, isProbe }) => isProbe && ms > INTERACTION_MS_MAX);
  await expect.poll(isSeen, { message: "the slow key is measured as slow" }).toBe(true);
  return (await read()).filter(({ isProbe }) => !isProbe);
}
