import { expect, test } from "vitest";
import type { KayleDelivery, KayleEvent } from "@/lib/domain/kayle-event";
import { createSettledEvents } from "./settled-events";

function toEvent(id: string, deliveries: Partial<KayleDelivery>[]): KayleEvent {
  const own = { webhook_endpoint_id: "whe_1", last_status_code: 200, attempt_count: 1 };
  const times = { last_attempt_at: null, next_attempt_at: null, payload_expires_at: null };
  const payload = { payload_scrubbed_at: null, payload_retention_reason: null };
  return {
    id,
    type: "verification.session.succeeded",
    trigger_type: "verification_session",
    trigger_id: "vs_1",
    created_at: "2026-11-28T12:00:00.000Z",
    deliveries: deliveries.map((delivery, at) => {
      const one = { id: `${id}_${at}`, status: "succeeded", ...own, ...times, ...payload };
      return { ...one, ...delivery };
    }),
  };
}

test("an event that is as it was when it was written is left out, and no other", () => {
  const settled = createSettledEvents();
  const [one, other] = [toEvent("evt_1", [{}]), toEvent("evt_2", [{ status: "failed" }])];
  expect(settled.leaveOut([one, other])).toEqual([one, other]);
  settled.note([one]);
  expect(settled.leaveOut([toEvent("evt_1", [{}]), other])).toEqual([other]);
});

test("an event is written again when anything of a delivery is different", () => {
  const settled = createSettledEvents();
  settled.note([toEvent("evt_1", [{ status: "failed" }])]);
  for (const change of [
    { status: "pending" },
    { status: "failed", attempt_count: 2 },
    { status: "failed", payload_retention_reason: "privacy_request" },
  ]) {
    const changed = toEvent("evt_1", [change]);
    expect(settled.leaveOut([changed])).toEqual([changed]);
  }
});

test.each(["pending", "delivering", "a_status_of_tomorrow"])(
  "an event never settles while a delivery of it is %s",
  (status) => {
    const settled = createSettledEvents();
    const open = toEvent("evt_1", [{}, { status }]);
    settled.note([open]);
    expect(settled.leaveOut([open])).toEqual([open]);
  },
);

test("an event is written again half a minute later, whatever was noted", () => {
  let now = 1_000;
  const settled = createSettledEvents(() => now);
  const event = toEvent("evt_1", [{}]);
  settled.note([event]);
  now += 29_000;
  expect(settled.leaveOut([event])).toEqual([]);
  now += 2_000;
  expect(settled.leaveOut([event])).toEqual([event]);
});

test("nothing that was noted counts once another session has gone", () => {
  const settled = createSettledEvents();
  const event = toEvent("evt_1", [{}]);
  for (const gone of [null, 7, 8]) {
    settled.begin(gone);
    expect(settled.leaveOut([event])).toEqual([event]);
    settled.note([event]);
    settled.begin(gone);
    expect(settled.leaveOut([event])).toEqual([]);
  }
});

test("an event that was settled and is open again is written until it ends, and once more then", () => {
  const settled = createSettledEvents();
  const ended = toEvent("evt_1", [{}]);
  const open = toEvent("evt_1", [{ status: "pending" }]);
  settled.note([ended]);
  settled.note([open]);
  expect(settled.leaveOut([open])).toEqual([open]);
  expect(settled.leaveOut([ended])).toEqual([ended]);
});
