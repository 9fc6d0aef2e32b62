import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTEMPTS_MAX, type FailedTry, planRetryMs } from "./retry-plan";

const plenty = { method: "GET", attempt: 1, remainingMs: 3000, random: 0.5 } as const;

function afterStatus(
  status: number,
  retryAfterSeconds: number | null = null,
): FailedTry["outcome"] {
  return { status, retryAfterSeconds };
}

describe("a further try", () => {
  test.each([502, 503, 504])("follows a gateway's %i, twice at most", (status) => {
    const outcome = afterStatus(status);
    expect(planRetryMs({ ...plenty, outcome })).toBeGreaterThan(0);
    expect(planRetryMs({ ...plenty, attempt: 2, outcome })).toBeGreaterThan(0);
    expect(planRetryMs({ ...plenty, attempt: ATTEMPTS_MAX, outcome })).toBeNull();
  });

  test("follows Kayle's own 500 once", () => {
    expect(planRetryMs({ ...plenty, outcome: afterStatus(500) })).not.toBeNull();
    expect(planRetryMs({ ...plenty, attempt: 2, outcome: afterStatus(500) })).toBeNull();
  });

  test("follows a broken connection", () => {
    expect(planRetryMs({ ...plenty, outcome: { fault: "unreachable" } })).not.toBeNull();
  });

  test("follows a 429 only when a short wait was asked for, and waits that long", () => {
    expect(planRetryMs({ ...plenty, outcome: afterStatus(429) })).toBeNull();
    expect(planRetryMs({ ...plenty, outcome: afterStatus(429, 30) })).toBeNull();
    expect(planRetryMs({ ...plenty, outcome: afterStatus(429, 1) })).toBeGreaterThanOrEqual(1000);
  });

  test.each([200, 204, 301, 400, 401, 403, 404, 410, 501])("never follows a %i", (status) => {
    expect(planRetryMs({ ...plenty, outcome: afterStatus(status) })).toBeNull();
  });

  test.each(["deadline", "contract", "circuit_open", "queue_full", "aborted"] as const)(
    "never follows the fault %s",
    (fault) => {
      expect(planRetryMs({ ...plenty, outcome: { fault } })).toBeNull();
    },
  );

  test("never repeats a POST and always leaves itself room before the deadline", () => {
    const outcomes = fc.oneof(
      fc.record({
        status: fc.integer({ min: 200, max: 599 }),
        retryAfterSeconds: fc.option(fc.integer({ min: 0, max: 400 })),
      }),
      fc.constant({ fault: "unreachable" as const }),
    );
    fc.assert(
      fc.property(
        outcomes,
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0, max: 3000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (outcome, attempt, remainingMs, random) => {
          const failed = { outcome, attempt, remainingMs, random };
          expect(planRetryMs({ ...failed, method: "POST" })).toBeNull();
          const delayMs = planRetryMs({ ...failed, method: "GET" });
          if (delayMs !== null) expect(delayMs + 200).toBeLessThanOrEqual(remainingMs);
        },
      ),
    );
  });
});
