import { expect, test } from "vitest";
import { aSession } from "@/lib/domain/session-record.fixture";
import { describeEnd } from "./describe-end";
import { toSummary } from "./session-row";

const NOW = new Date("2026-11-23T12:00:00.000Z");
const tell = (changes: Parameters<typeof aSession>[0]) =>
  describeEnd(
    toSummary(aSession({ created_at: "2026-11-23T10:00:00.000Z", ...changes })),
    "UTC",
    NOW,
  );

test("an ended session shows when it ended and how long it took", () => {
  const ended = { status: "succeeded", completed_at: "2026-11-23T10:12:41.000Z" };
  expect(tell(ended)).toBe("10:12:41 · 12 min");
});

test("an end on another day than the creation comes with its day", () => {
  const created_at = "2026-11-22T23:50:00.000Z";
  const ended = { status: "failed", created_at, completed_at: "2026-11-23T00:10:00.000Z" };
  expect(tell(ended)).toBe("Today 00:10:00");
});

test("an open session shows what is left of its time, and when it ran out", () => {
  expect(tell({ expires_at: "2026-11-23T12:20:30.000Z" })).toBe("20 min left");
  expect(tell({ expires_at: "2026-11-23T11:00:00.000Z" })).toBe("ran out 11:00:00");
});
