import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aSession } from "@/lib/domain/session-record.fixture";
import { createChangeTeller } from "./change-teller";

const FIRST = aSession({ status: "created" });

let told: { atMs: number; words: string }[];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  told = [];
});
afterEach(() => vi.useRealTimers());

function createTeller() {
  return createChangeTeller(FIRST, (words) => void told.push({ atMs: Date.now(), words }));
}

test("the first change is told at once, those of the next ten seconds together", async () => {
  const teller = createTeller();
  await vi.advanceTimersByTimeAsync(500);
  teller.show({ ...FIRST, status: "in_progress" });
  for (const nfc_tries_used of [1, 2, 3]) {
    await vi.advanceTimersByTimeAsync(1_000);
    teller.show({ ...FIRST, status: "in_progress", nfc_tries_used });
  }
  teller.show({ ...FIRST, status: "failed", nfc_tries_used: 3 });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([
    { atMs: 500, words: "Status is now: In progress." },
    { atMs: 10_500, words: "Status is now: Failed. Chip failures used: 3 of 3." },
  ]);
});

test("what only seemed to change is not told, and nothing is after the end", async () => {
  const teller = createTeller();
  teller.show({ ...FIRST, updated_at: "2026-11-23T11:00:00Z" });
  teller.show({ ...FIRST, status: "in_progress" });
  teller.show({ ...FIRST, status: "failed" });
  teller.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.map(({ words }) => words)).toEqual(["Status is now: In progress."]);
});
