/**
 * Kayle's events and their deliveries, under Kayle's own names. Facts come from its OpenAPI document
 * 1.5.0 (`GET /v1/events`, `GET /v1/webhooks/deliveries`) and from answers recorded against its
 * server 1.6.0. Every value may be one that Kayle added since; it is kept as it came.
 */
export type KayleEvent = {
  id: string;
  /** `verification.session.succeeded` and so on; server 1.6.0 also makes `verification.attempt.*`. */
  type: string;
  trigger_type: string;
  /** The session's id, where `trigger_type` is `verification_session`. */
  trigger_id: string;
  /** ISO 8601, UTC; Kayle's clock. */
  created_at: string;
  deliveries: KayleDelivery[];
};

export type KayleDelivery = {
  id: string;
  webhook_endpoint_id: string;
  /** `pending`, `delivering`, `succeeded`, `failed`, or a later value. */
  status: string;
  /** What the endpoint answered to the last attempt; null where no answer came. */
  last_status_code: number | null;
  attempt_count: number;
  last_attempt_at: string | null;
  /** Null where the next attempt is due at once, where there is none, or where Kayle did not say. */
  next_attempt_at: string | null;
  /** Until when the payload can be sent again by hand. */
  payload_expires_at: string | null;
  payload_scrubbed_at: string | null;
  /** `delivered`, `no_active_key`, `privacy_request` and others. */
  payload_retention_reason: string | null;
};

const TERMINAL_EVENT_TYPES = [
  "verification.session.succeeded",
  "verification.session.failed",
  "verification.session.expired",
  "verification.session.cancelled",
] as const;

const PREFIX = "verification.session.";

/** Whether the event tells an integrator how a session ended. */
export function isTerminalEvent(event: Pick<KayleEvent, "type">): boolean {
  return (TERMINAL_EVENT_TYPES as readonly string[]).includes(event.type);
}

/** `succeeded` of `verification.session.succeeded`; any other type as it is. */
export function eventWord(type: string): string {
  return type.startsWith(PREFIX) && type.length > PREFIX.length ? type.slice(PREFIX.length) : type;
}

/** Whether Kayle may still send it by itself. An unknown status counts as open. */
export function isOpenDelivery(delivery: Pick<KayleDelivery, "status">): boolean {
  return delivery.status !== "succeeded" && delivery.status !== "failed";
}
