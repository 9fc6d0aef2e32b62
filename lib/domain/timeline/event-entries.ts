import type { KayleDelivery, KayleEvent } from "../kayle-event";
import type { RecordedAction } from "../recorded-action";
import type { EntryOfKind, TimelineWhen } from "./entry";

/** Each event once, however often it was handed over: a later row of the same id stands for it. */
export function toEventEntries(events: readonly KayleEvent[]): EntryOfKind<"event">[] {
  const single = new Map(events.map((event) => [event.id, event]));
  return [...single.values()].map((event) => ({
    kind: "event",
    key: `event:${event.id}`,
    origin: "event",
    when: { kind: "at", at: event.created_at, clock: "kayle" },
    seenIn: null,
    eventId: event.id,
    eventType: event.type,
  }));
}

/** How the deliveries of one event stand. */
export function toDeliveryEntries(event: KayleEvent): EntryOfKind<"delivery">[] {
  const single = new Map(event.deliveries.map((delivery) => [delivery.id, delivery]));
  return [...single.values()].map((delivery) => ({
    kind: "delivery",
    key: `delivery:${delivery.id}`,
    origin: "event",
    when: toDeliveryWhen(delivery),
    seenIn: null,
    delivery,
    eventType: event.type,
  }));
}

/** Kayle gives the time of the last attempt; without one, when it gave the payload up. */
function toDeliveryWhen(delivery: KayleDelivery): TimelineWhen {
  const isOver = delivery.status === "failed" || delivery.status === "succeeded";
  const at = delivery.last_attempt_at ?? (isOver ? delivery.payload_scrubbed_at : null);
  return at === null ? { kind: "unknown" } : { kind: "at", at, clock: "kayle" };
}

/** What staff did, each once. */
export function toStaffEntries(actions: readonly RecordedAction[]): EntryOfKind<"staff">[] {
  const single = new Map(actions.map((action) => [action.id, action]));
  return [...single.values()].map((action) => ({
    kind: "staff",
    key: `staff:${action.id}`,
    origin: "staff",
    when: { kind: "at", at: action.at, clock: "desk" },
    seenIn: null,
    action,
  }));
}
