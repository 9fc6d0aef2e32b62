import {
  type DeliveryState,
  getDeliveryState,
  isReplayable,
  LONGEST_DELIVERY_MS,
} from "./delivery-life";
import { type DeliveryRecord, EVENT_KEPT_MS, type EventRecord } from "./event-log";
import { deliveryParams, deliveryQuery } from "./input";
import type { Organisation } from "./organisation";
import { type SandboxResponse, toData, toFault, toInvalid, toList, toNotFound } from "./replies";
import type { RouteContext } from "./route";

export function stateOf(
  organisation: Organisation,
  delivery: DeliveryRecord,
  now: number,
): DeliveryState {
  const { behaviour, retentionHours } = delivery.endpoint;
  const requeuedAt = organisation.requeues.get(delivery.id) ?? [];
  const life = { createdAt: delivery.createdAt, behaviour, retentionHours, requeuedAt };
  return getDeliveryState(life, now);
}

export function requeue(organisation: Organisation, delivery: DeliveryRecord, now: number): void {
  const earlier = organisation.requeues.get(delivery.id) ?? [];
  organisation.requeues.set(delivery.id, [...earlier, now]);
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** A delivery inside its event (recorded server 1.6.0). */
export function toDeliverySummary(
  context: RouteContext,
  delivery: DeliveryRecord,
): Record<string, unknown> {
  const state = stateOf(context.organisation, delivery, context.now);
  return {
    id: delivery.id,
    webhook_endpoint_id: delivery.endpoint.id,
    status: state.status,
    last_status_code: state.lastStatusCode,
    attempt_count: state.attemptCount,
    last_attempt_at: toIso(state.lastAttemptAt),
    payload_expires_at: toIso(state.payloadExpiresAt),
    payload_retention_reason: state.payloadRetentionReason,
    payload_scrubbed_at: toIso(state.payloadScrubbedAt),
  };
}

function toDelivery(
  context: RouteContext,
  event: EventRecord,
  delivery: DeliveryRecord,
): Record<string, unknown> {
  const state = stateOf(context.organisation, delivery, context.now);
  return {
    ...toDeliverySummary(context, delivery),
    created_at: toIso(delivery.createdAt),
    event_id: event.id,
    next_attempt_at: toIso(state.nextAttemptAt),
    updated_at: toIso(state.updatedAt),
    webhook_encryption_key_id: delivery.endpoint.encryptionKeyId,
  };
}

type Found = { event: EventRecord; delivery: DeliveryRecord };

/** Nothing older can still be under way, so nobody looks for it there. */
function oldestWithStatus(
  organisation: Organisation,
  status: string | undefined,
  now: number,
): number {
  const isUnderWay = status === "pending" || status === "delivering";
  const keptSince = now - EVENT_KEPT_MS;
  if (!isUnderWay || organisation.requeues.size > 0) return keptSince;
  return now - LONGEST_DELIVERY_MS;
}

/** Deliveries from the newest on; those of one event are listed from the last to the first. */
function* deliveriesNewestFirst(
  organisation: Organisation,
  now: number,
  query: {
    event_id?: string | undefined;
    starting_after?: string | undefined;
    status?: string | undefined;
  },
): Generator<Found> {
  const { event_id, starting_after } = query;
  const cursor =
    starting_after === undefined ? null : organisation.events.findByDelivery(starting_after);
  const oldest = oldestWithStatus(organisation, query.status, now);
  let isPast = cursor === null;
  for (const event of eventsFrom(organisation, event_id, cursor)) {
    if (event.createdAt <= oldest) return;
    for (const delivery of event.deliveries.toReversed()) {
      if (isPast) yield { event, delivery };
      if (delivery.id === starting_after) isPast = true;
    }
  }
}

function* eventsFrom(
  organisation: Organisation,
  eventId: string | undefined,
  cursor: EventRecord | null,
): Generator<EventRecord> {
  if (eventId !== undefined) {
    const event = organisation.events.find(eventId);
    if (event !== null) yield event;
    return;
  }
  if (cursor !== null) yield cursor;
  yield* organisation.events.newestFirst(cursor ?? undefined);
}

export function listDeliveries(context: RouteContext): SandboxResponse {
  const query = deliveryQuery.safeParse(context.query);
  if (!query.success) return toInvalid(query.error);
  const { status, endpoint_id, limit } = query.data;
  const { organisation, now } = context;
  const found: Found[] = [];
  for (const one of deliveriesNewestFirst(organisation, now, query.data)) {
    if (found.length > limit) break;
    if (endpoint_id !== undefined && one.delivery.endpoint.id !== endpoint_id) continue;
    if (status !== undefined && stateOf(organisation, one.delivery, now).status !== status)
      continue;
    found.push(one);
  }
  const rows = found.slice(0, limit);
  return toList(
    rows.map(({ event, delivery }) => toDelivery(context, event, delivery)),
    { limit, hasMore: found.length > limit, lastId: rows.at(-1)?.delivery.id },
  );
}

/** Queues one failed delivery again while its payload is kept (OpenAPI 1.5.0). */
export function retryDelivery(context: RouteContext): SandboxResponse {
  const params = deliveryParams.safeParse(context.params);
  if (!params.success) return toInvalid(params.error);
  const { organisation, now } = context;
  const event = organisation.events.findByDelivery(params.data.delivery_id);
  const delivery = event?.deliveries.find((one) => one.id === params.data.delivery_id);
  if (!event || !delivery || event.createdAt <= now - EVENT_KEPT_MS) {
    return toNotFound("Webhook delivery", "webhooks/deliveries#retry");
  }
  if (!isReplayable(stateOf(organisation, delivery, now))) {
    return toFault(409, {
      code: "CONFLICT",
      message: "Webhook delivery cannot be retried.",
      hint: "The webhook delivery is already in progress, or the encrypted payload has expired and cannot be replayed.",
      docs: "https://kayle.id/docs/api/webhooks/deliveries#retry",
    });
  }
  requeue(organisation, delivery, now);
  return toData(toDelivery(context, event, delivery));
}
