import { describe, expect, test } from "vitest";
import { SESSION_STATUSES, type SessionRecord } from "@/lib/domain/session";
import { nextRefetchIntervalMs } from "./refetch-interval";
import { makeSession } from "./testing/answers";

const NOW = new Date("2026-11-23T05:30:00Z");

function next(session: SessionRecord | undefined, failureCount = 0, canHeal = true) {
  return nextRefetchIntervalMs({ session, failureCount, canHeal, now: NOW });
}

describe("the next read of a session", () => {
  test.each(SESSION_STATUSES)("with the status %s follows only while it is open", (status) => {
    const isOpen = status === "created" || status === "in_progress";
    const completed_at = isOpen ? null : "2026-11-23T05:20:00Z";
    expect(next(makeSession({ status, completed_at }))).toBe(isOpen ? 2000 : false);
  });

  test("with a status that Kayle added since follows until the record has an end", () => {
    expect(next(makeSession({ status: "on_hold" }))).toBe(2000);
    const completed_at = "2026-11-23T05:20:00Z";
    expect(next(makeSession({ status: "on_hold", completed_at }))).toBe(false);
  });

  test("past its time follows too, as Kayle is about to close it", () => {
    expect(next(makeSession({ expires_at: "2026-11-23T05:29:00Z" }))).toBe(2000);
  });

  test("hours past its time follows slowly", () => {
    expect(next(makeSession({ expires_at: "2026-11-22T05:00:00Z" }))).toBe(30_000);
  });

  test("backs off over failures in a row to 30 s and no further", () => {
    const waits = [1, 2, 3, 4, 5, 6, 50].map((count) => next(makeSession(), count));
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  test("waits for as long as the desk asked for, where that is longer", () => {
    const situation = { session: makeSession(), failureCount: 1, now: NOW };
    expect(nextRefetchIntervalMs({ ...situation, retryAfterSeconds: 60 })).toBe(60_000);
    expect(nextRefetchIntervalMs({ ...situation, retryAfterSeconds: 1 })).toBe(2000);
  });

  test("follows a failure even when there was never an answer", () => {
    expect(next(undefined, 1)).toBe(2000);
    expect(next(undefined, 0)).toBe(false);
  });

  test("never follows a failure that cannot heal, nor an end that was read before it", () => {
    expect(next(makeSession(), 1, false)).toBe(false);
    const ended = makeSession({ status: "failed", completed_at: "2026-11-23T05:20:00Z" });
    expect(next(ended, 3)).toBe(false);
  });
});
