import { describe, expect, test } from "vitest";
import type { KayleDelivery } from "./kayle-event";
import { explainResendObstacle, findResendObstacle } from "./resend";

const NOW = new Date("2026-11-23T06:00:00Z");
const FAILED: KayleDelivery = {
  id: "whd_a",
  webhook_endpoint_id: "whe_a",
  status: "failed",
  last_status_code: 503,
  attempt_count: 8,
  last_attempt_at: "2026-11-23T05:00:00Z",
  next_attempt_at: null,
  payload_expires_at: "2026-11-24T05:00:00Z",
  payload_scrubbed_at: null,
  payload_retention_reason: "terminal_failure_retention",
};

describe("sending a delivery again", () => {
  test("is open to one that failed and whose content is kept, whatever the reason is called", () => {
    expect(findResendObstacle(FAILED, NOW)).toBeNull();
    expect(
      findResendObstacle({ ...FAILED, payload_retention_reason: "a_new_one" }, NOW),
    ).toBeNull();
    expect(findResendObstacle({ ...FAILED, payload_expires_at: null }, NOW)).toBeNull();
  });

  test.each([
    ["is on its way", { status: "pending" }, "on_its_way"],
    ["stands at a status of later days", { status: "queued" }, "on_its_way"],
    ["has arrived", { status: "succeeded" }, "arrived"],
    ["was withdrawn", { payload_retention_reason: "privacy_request" }, "withdrawn"],
    ["had no key", { payload_retention_reason: "no_active_key" }, "no_active_key"],
    ["was never encrypted", { payload_retention_reason: "jwe_creation_failed" }, "not_encrypted"],
    ["ran out by Kayle's word", { payload_retention_reason: "expired" }, "content_gone"],
    ["ran out by the clock", { payload_expires_at: NOW.toISOString() }, "content_gone"],
    [
      "was scrubbed for a reason of later days",
      { payload_scrubbed_at: "2026-11-23T05:30:00Z" },
      "content_gone",
    ],
  ])("is closed to one that %s, and says why", (_, changes, obstacle) => {
    const found = findResendObstacle({ ...FAILED, ...changes }, NOW);
    expect(found).toBe(obstacle);
    expect(found && explainResendObstacle(found)).toMatch(/^[A-Z].*\.$/);
  });
});
