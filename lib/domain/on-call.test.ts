import { describe, expect, test } from "vitest";
import { describeChange, toOnCall } from "./on-call";
import { aSession, eachCase, NOW } from "./session-record.fixture";

describe("on call", () => {
  test("the minutes and the failures left are told, the last two minutes in seconds", () => {
    const session = aSession({ status: "in_progress", nfc_tries_used: 1, liveness_tries_used: 2 });
    expect(toOnCall(session, NOW)).toEqual({
      timeLeft: "20 of 60 min",
      chipLeft: "2 of 3",
      livenessLeft: "1 of 3",
    });
    const soon = new Date("2026-11-23T10:56:32.000Z");
    expect(toOnCall(session, soon).timeLeft).toBe("1 min 30 s");
    expect(toOnCall(session, new Date("2026-11-23T10:58:02.000Z")).timeLeft).toBe("Run out");
    expect(toOnCall(aSession({ status: "failed" }), NOW).timeLeft).toBe("Ended");
  });

  test("no record makes it throw or write something that is no number", () => {
    for (const { session, now } of eachCase()) {
      expect(Object.values(toOnCall(session, now)).join()).not.toMatch(/NaN|undefined|-\d/);
    }
  });
});

describe("a change told to a screen reader", () => {
  test("is the sum of what changed, the status first", () => {
    const before = aSession({ status: "created" });
    const after = aSession({ status: "failed", nfc_tries_used: 3 });
    expect(describeChange(before, after)).toBe(
      "Status is now: Failed. Chip failures used: 3 of 3.",
    );
  });

  test("is none where only times moved", () => {
    expect(describeChange(aSession(), aSession({ updated_at: "2026-11-23T11:00:00Z" }))).toBeNull();
  });
});
