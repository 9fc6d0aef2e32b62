import { expect, test } from "vitest";
import { findOlder } from "./backfill";

const NOW = new Date("2026-11-30T12:00:00.000Z");
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const LIFE_MS = 2 * 3_600_000;

test("a longer retention is missing whatever the shorter one has taken away until now", () => {
  const known = { retentionDays: 3 };
  expect(findOlder(known, NOW, { days: 30 })).toEqual([
    { from: new Date(daysAgo(30).getTime() - LIFE_MS), to: daysAgo(3) },
  ]);
});

test("nothing is missing after the same or a shorter one", () => {
  const known = { retentionDays: 30 };
  expect(findOlder(known, NOW, { days: 30 })).toEqual([]);
  expect(findOlder(known, NOW, { days: 3 })).toEqual([]);
});
