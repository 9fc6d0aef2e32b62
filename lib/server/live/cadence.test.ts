import { describe, expect, test } from "vitest";
import { type LiveSituation, toReadIntervalMs } from "./cadence";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** Kayle's answer and its way to the screen, on top of the wait for the read. */
const ON_ITS_WAY_MS = 400;
const PROMISE_MS = 3 * SECOND_MS;

function intervalOf(changes: Partial<LiveSituation> = {}): number {
  const calm: LiveSituation = {
    lane: "page",
    sinceChangeMs: Number.POSITIVE_INFINITY,
    sinceLookMs: MINUTE_MS,
    overdueMs: -MINUTE_MS,
    failures: 0,
    retryAfterMs: 0,
  };
  return toReadIntervalMs({ ...calm, ...changes });
}

describe("an open page", () => {
  test.each([0, 1, 6, 16, 60, 600])(
    "is read often enough for a change to show within 3 s after %i quiet minutes",
    (minutes) => {
      const sinceLookMs = minutes * MINUTE_MS;
      // A change falls anywhere between two reads; 19 of 20 come later than a twentieth of it.
      const waitP95Ms = intervalOf({ sinceLookMs }) * 0.95;
      expect(waitP95Ms + ON_ITS_WAY_MS).toBeLessThanOrEqual(PROMISE_MS);
      expect(intervalOf({ sinceLookMs, sinceChangeMs: sinceLookMs })).toBeLessThanOrEqual(2_500);
    },
  );

  test("is read every 2 s, faster right after a change, slower when it is quiet", () => {
    expect(intervalOf()).toBe(2_000);
    expect(intervalOf({ sinceChangeMs: 5 * SECOND_MS })).toBe(1_000);
    expect(intervalOf({ sinceChangeMs: 11 * SECOND_MS })).toBe(2_000);
    expect(intervalOf({ sinceLookMs: 6 * MINUTE_MS })).toBe(2_500);
    expect(intervalOf({ sinceLookMs: 6 * MINUTE_MS, sinceChangeMs: MINUTE_MS })).toBe(2_000);
  });

  test("of a session that Kayle left open for an hour too long is read twice a minute", () => {
    expect(intervalOf({ overdueMs: 59 * MINUTE_MS })).toBe(2_000);
    expect(intervalOf({ overdueMs: 61 * MINUTE_MS })).toBe(30_000);
  });
});

test("a row of a list is read every 5 s at most, and ever more rarely while it is quiet", () => {
  const row = (sinceLookMs: number, sinceChangeMs = Number.POSITIVE_INFINITY) =>
    intervalOf({ lane: "row", sinceLookMs, sinceChangeMs });
  expect([row(0), row(6 * MINUTE_MS), row(16 * MINUTE_MS)]).toEqual([5_000, 10_000, 20_000]);
  expect(row(16 * MINUTE_MS, SECOND_MS)).toBe(5_000);
});

describe("while Kayle fails", () => {
  test("each failure doubles the wait, up to half a minute", () => {
    const waits = [1, 2, 3, 4, 5, 50].map((failures) => intervalOf({ failures }));
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test("it is left alone for as long as it asks, also right after a change", () => {
    const asked = { failures: 1, retryAfterMs: 45 * SECOND_MS };
    expect(intervalOf(asked)).toBe(45_000);
    expect(intervalOf({ ...asked, sinceChangeMs: 0, lane: "row" })).toBe(45_000);
  });
});
