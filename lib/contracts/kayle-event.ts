import { z } from "zod";
import type { KayleDelivery, KayleEvent } from "@/lib/domain/kayle-event";
import type { RecordedAction } from "@/lib/domain/recorded-action";

/**
 * Events and deliveries as Kayle sends them and as the desk keeps them. An allow-list: a payload, should
 * one ever come, never passes. `GET /v1/events` leaves `next_attempt_at` out of its deliveries.
 */
export const kayleDeliverySchema = z.object({
  id: z.string().min(1),
  webhook_endpoint_id: z.string(),
  status: z.string(),
  last_status_code: z.number().nullable(),
  attempt_count: z.number(),
  last_attempt_at: z.string().nullable(),
  next_attempt_at: z.string().nullable().default(null),
  payload_expires_at: z.string().nullable(),
  payload_scrubbed_at: z.string().nullable(),
  payload_retention_reason: z.string().nullable(),
}) satisfies z.ZodType<KayleDelivery>;

export const kayleEventSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  trigger_type: z.string(),
  trigger_id: z.string(),
  created_at: z.string(),
  deliveries: z.array(kayleDeliverySchema),
}) satisfies z.ZodType<KayleEvent>;

/** What staff did to a session, on the desk's own wire. */
export const recordedActionSchema = z.object({
  id: z.string(),
  kind: z.enum(["note", "cancel", "resend"]),
  by: z.string(),
  at: z.string(),
  text: z.string().nullable(),
  outcome: z.string().nullable(),
}) satisfies z.ZodType<RecordedAction>;
