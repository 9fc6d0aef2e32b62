import { describe, expect, it } from "vitest";
import { type DeliveryLife, getDeliveryState, isReplayable } from "./delivery-life";

const START = Date.parse("2026-11-23T12:00:00Z");
const HOUR_MS = 3_600_000;
const life = (behaviour: DeliveryLife["behaviour"], requeuedAt: number[] = []): DeliveryLife => ({
  createdAt: START,
  behaviour,
  retentionHours: 72,
  requeuedAt,
});

describe("the life of a delivery", () => {
  it("waits, is under way, and succeeds at once where the endpoint answers", () => {
    expect(getDeliveryState(life("ok"), START)).toMatchObject({
      status: "pending",
      attemptCount: 0,
    });
    expect(getDeliveryState(life("slow"), START + 2_000).status).toBe("delivering");
    expect(getDeliveryState(life("ok"), START + 2_000)).toMatchObject({
      status: "succeeded",
      attemptCount: 1,
      lastStatusCode: 200,
      payloadExpiresAt: null,
      payloadRetentionReason: "delivered",
    });
  });

  it("says when the next attempt is due while the endpoint is down", () => {
    const state = getDeliveryState(life("down"), START + 2_000);
    expect(state).toMatchObject({ status: "pending", lastStatusCode: 503, attemptCount: 1 });
    expect(state.nextAttemptAt).toBeGreaterThan(START + 2_000);
  });

  it("fails after the eighth attempt, keeps the payload, and loses it after the retention", () => {
    const failed = getDeliveryState(life("down"), START + 30 * HOUR_MS);
    expect(failed).toMatchObject({ status: "failed", attemptCount: 8, payloadScrubbedAt: null });
    expect(isReplayable(failed)).toBe(true);
    const later = getDeliveryState(life("down"), START + 200 * HOUR_MS);
    expect(later).toMatchObject({ status: "failed", payloadRetentionReason: "expired" });
    expect(isReplayable(later)).toBe(false);
  });

  it("is tried once more when a person asks for it", () => {
    const asked = START + 40 * HOUR_MS;
    const waiting = getDeliveryState(life("down", [asked]), asked + 500);
    expect(waiting).toMatchObject({ status: "pending", attemptCount: 8 });
    const tried = getDeliveryState(life("down", [asked]), asked + 5_000);
    expect(tried).toMatchObject({ status: "failed", attemptCount: 9 });
  });

  it("cannot be made for an endpoint without a key", () => {
    expect(getDeliveryState(life("keyless"), START)).toMatchObject({
      status: "failed",
      payloadRetentionReason: "no_active_key",
    });
  });
});
