import "server-only";
import type { KayleDelivery, KayleEvent } from "@/lib/domain/kayle-event";

/** A delivery that Kayle has not begun with (recorded server 1.6.0); for tests only. */
export function makeDelivery(id: string, changes: Partial<KayleDelivery> = {}): KayleDelivery {
  return {
    id: `whd_${id}`,
    webhook_endpoint_id: "whe_orders",
    status: "pending",
    last_status_code: null,
    attempt_count: 0,
    last_attempt_at: null,
    next_attempt_at: null,
    payload_expires_at: "2026-11-27T08:40:52.266Z",
    payload_scrubbed_at: null,
    payload_retention_reason: "pending_delivery",
    ...changes,
  };
}

/** What a delivery is when every attempt failed and it may still be sent again. */
export const FAILED: Partial<KayleDelivery> = {
  status: "failed",
  last_status_code: 503,
  attempt_count: 8,
  last_attempt_at: "2026-11-23T05:20:00.000Z",
  payload_retention_reason: "terminal_failure_retention",
};

export function makeEvent(
  id: string,
  sessionId: string,
  changes: Partial<KayleEvent> = {},
): KayleEvent {
  return {
    id: `evt_${id}`,
    type: "verification.session.succeeded",
    trigger_type: "verification_session",
    trigger_id: sessionId,
    created_at: "2026-11-23T05:10:00.000Z",
    deliveries: [makeDelivery(id)],
    ...changes,
  };
}

/** A page of a list as Kayle sends it; a summary in an event has no `next_attempt_at`. */
export function makeEventPage(events: readonly KayleEvent[], nextCursor: string | null = null) {
  const data = events.map((event) => ({
    ...event,
    deliveries: event.deliveries.map(({ next_attempt_at: _, ...summary }) => summary),
  }));
  return toPage(data, nextCursor);
}

export function makeDeliveryPage(eventId: string, deliveries: readonly KayleDelivery[]) {
  const rest = { created_at: "2026-11-23T05:10:00.080Z", updated_at: "2026-11-23T05:10:00.080Z" };
  const key = { webhook_encryption_key_id: "whk_1" };
  const data = deliveries.map((delivery) => ({ ...delivery, ...rest, ...key, event_id: eventId }));
  return toPage(data, null);
}

function toPage(data: readonly unknown[], next: string | null) {
  const pagination = { limit: 100, has_more: next !== null, next_cursor: next };
  return { data, error: null, pagination };
}
