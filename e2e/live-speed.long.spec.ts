import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

test.describe.configure({ timeout: 300_000 });

const SESSIONS = 12;
/** The first meets a page that is calm; the second one comes soon after it, as steps often do. */
const STEPS = [1, 2] as const;
const P95_MS_MAX = 3_000;
/** Longer than the time between two reads of an open page. */
const WAIT_MS_MAX = 3_000;

test("a change is on an open page within 3 s, 95 times of 100, from Kayle to the screen", async ({
  page,
  sandbox,
}) => {
  const wanted = Array.from({ length: SESSIONS }, () => ({ hold: true, status: "in_progress" }));
  const session = new SessionPage(page);
  const delays: number[] = [];
  for (const id of await sandbox.createMany(wanted)) {
    await session.goto(id);
    await expect(session.nfc).toContainText("0 of 3 failures used");
    await watchCounter(page);
    for (const used of STEPS) {
      // At moments that have nothing to do with those of the reads.
      const atMs = Date.now() + Math.random() * WAIT_MS_MAX;
      await page.waitForFunction((moment) => Date.now() >= moment, atMs);
      // From before the change is asked for: what this takes is counted against the desk.
      const changedAtMs = Date.now();
      await sandbox.set(id, { nfc_tries_used: used });
      await expect(session.nfc).toContainText(`${used} of 3 failures used`, { timeout: 15_000 });
      delays.push((await readLastShownAtMs(page)) - changedAtMs);
    }
  }

  delays.sort((a, b) => a - b);
  const [p50, p95] = [0.5, 0.95].map((part) => delays[Math.ceil(delays.length * part) - 1] ?? NaN);
  console.info(
    `a change was on the screen after ${p50} ms (p50), ${p95} ms (p95 of ${delays.length})`,
  );
  expect(Math.min(...delays), "the screen was read at all").toBeGreaterThan(0);
  expect(p95).toBeLessThanOrEqual(P95_MS_MAX);
});

type WatchedWindow = Window & { counterShownAtMs?: number };

/** Notes when the counter's words change in the document; both clocks are this machine's. */
async function watchCounter(page: Page): Promise<void> {
  await page.getByRole("region", { name: "Chip reading (NFC)" }).evaluate((region) => {
    const read = () => /\d of 3 failures used/.exec(region.textContent ?? "")?.[0];
    let shown = read();
    const observer = new MutationObserver(() => {
      if (read() === shown) return;
      shown = read();
      (window as WatchedWindow).counterShownAtMs = Date.now();
    });
    observer.observe(region, { subtree: true, childList: true, characterData: true });
  });
}

function readLastShownAtMs(page: Page): Promise<number> {
  return page.evaluate(() => (window as WatchedWindow).counterShownAtMs ?? 0);
}
