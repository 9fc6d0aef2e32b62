import { isReplayable } from "./delivery-life";
import { requeue, stateOf, toDeliverySummary } from "./delivery-routes";
import { EVENT_KEPT_MS, type EventRecord } from "./event-log";
import { eventParams, eventQuery } from "./input";
import type { Organisation } from "./organisation";
import { type SandboxResponse, toData, toFault, toInvalid, toList, toNotFound } from "./replies";
import type { RouteContext } from "./route";

function toEvent(context: RouteContext, event: EventRecord): Record<string, unknown> {
  return {
    id: event.id,
    type: event.type,
    trigger_type: event.triggerType,
    trigger_id: event.triggerId,
    created_at: new Date(event.createdAt).toISOString(),
    deliveries: event.deliveries.map((delivery) => toDeliverySummary(context, delivery)),
  };
}

function findKeptEvent(organisation: Organisation, id: string, now: number): EventRecord | null {
  const event = organisation.events.find(id);
  return event !== null && event.createdAt > now - EVENT_KEPT_MS ? event : null;
}

/** Newest first. An unknown cursor is ignored, and so is every filter that does not exist. */
export function listEvents(context: RouteContext): SandboxResponse {
  const query = eventQuery.safeParse(context.query);
  if (!query.success) return toInvalid(query.error);
  const { type, created_from, created_to, limit, starting_after } = query.data;
  const { organisation, now } = context;
  const oldest = Math.max(
    now - EVENT_KEPT_MS,
    created_from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(created_from),
  );
  const newest = created_to === undefined ? Number.POSITIVE_INFINITY : Date.parse(created_to);
  const after = starting_after === undefined ? null : organisation.events.find(starting_after);
  const found: EventRecord[] = [];
  for (const event of organisation.events.newestFirst(after ?? undefined)) {
    if (event.createdAt < oldest || found.length > limit) break;
    if (event.createdAt > newest) continue;
    if (type === undefined || event.type === type) found.push(event);
  }
  const rows = found.slice(0, limit);
  return toList(
    rows.map((event) => toEvent(context, event)),
    { limit, hasMore: found.length > limit, lastId: rows.at(-1)?.id },
  );
}

export function getEvent(context: RouteContext): SandboxResponse {
  const params = eventParams.safeParse(context.params);
  if (!params.success) return toInvalid(params.error);
  const event = findKeptEvent(context.organisation, params.data.event_id, context.now);
  if (event === null) return toNotFound("Webhook event", "webhooks/events#get-by-id");
  return toData(toEvent(context, event));
}

/** Queues again what failed for good and whose payload is still kept (OpenAPI 1.5.0). */
export function replayEvent(context: RouteContext): SandboxResponse {
  const params = eventParams.safeParse(context.params);
  if (!params.success) return toInvalid(params.error);
  const { organisation, now } = context;
  const event = findKeptEvent(organisation, params.data.event_id, now);
  if (event === null) return toNotFound("Webhook event", "webhooks/events#replay");
  const replayable = event.deliveries.filter((delivery) =>
    isReplayable(stateOf(organisation, delivery, now)),
  );
  if (replayable.length === 0) {
    return toFault(409, {
      code: "CONFLICT",
      message: "Webhook event cannot be replayed.",
      hint: "Only webhook events with retained encrypted payloads can be replayed.",
      docs: "https://kayle.id/docs/api/webhooks/events#replay",
    });
  }
  for (const delivery of replayable) requeue(organisation, delivery, now);
  return toData(toEvent(context, event), 202);
}
