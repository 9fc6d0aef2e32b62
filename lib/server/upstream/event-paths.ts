import "server-only";
import { isKayleId } from "@/lib/domain/kayle-id";
import { DeskError } from "../http/desk-error";
import type { EventListQuery } from "./types";

/** Kayle's own maximum (OpenAPI 1.5.0). */
const DELIVERIES_MAX = 100;

export function toEventsPath(query: EventListQuery): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) search.set(name, String(value));
  return `/v1/events?${search}`;
}

export function toDeliveriesPath(eventId: string): string {
  return `/v1/webhooks/deliveries?event_id=${toPathPart(eventId)}&limit=${DELIVERIES_MAX}`;
}

export function toRetryPath(deliveryId: string): string {
  return `/v1/webhooks/deliveries/${toPathPart(deliveryId)}/retry`;
}

/** Only a well-formed id becomes part of a path, and no other one costs a call. */
function toPathPart(id: string): string {
  if (isKayleId(id)) return id;
  throw new DeskError("INVALID_REQUEST", { logDetail: "not an id of an event or delivery" });
}
