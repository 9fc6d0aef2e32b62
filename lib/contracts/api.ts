import { z } from "zod";
import type { SessionRecord } from "@/lib/domain/session";
import { ERROR_CODE_NAMES } from "./error-codes";

/** The desk's own wire: what its routes answer and what its browser client parses. */

const shareFieldSchema = z.object({
  required: z.boolean(),
  reason: z.string(),
  source: z.string(),
});

/** One session on the desk's own wire: allow-listed fields, no secret. */
export const sessionSchema = z.object({
  id: z.string(),
  status: z.string(),
  failure_code: z.string().nullable(),
  nfc_tries_used: z.number(),
  liveness_tries_used: z.number(),
  contract_version: z.number(),
  share_fields: z.record(z.string(), shareFieldSchema),
  redirect_url: z.string().nullable(),
  webhook_endpoint_id: z.union([z.string(), z.array(z.string())]).nullable(),
  verification_url: z.string(),
  expires_at: z.string(),
  completed_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
}) satisfies z.ZodType<SessionRecord>;

/** What is wrong in a text of the search grammar; `SearchError` of the grammar, kind left open. */
const searchFaultSchema = z.object({
  kind: z.string(),
  /** The part of the text at fault; `to` does not count. */
  from: z.number(),
  to: z.number(),
  message: z.string(),
  /** A change of the text that would mend it. */
  fix: z.object({ from: z.number(), to: z.number(), insert: z.string() }).nullable(),
});

/** What the desk remembers of a session that is gone: at most a year, and nothing but this. */
const seenBeforeSchema = z.object({
  lastStatus: z.string(),
  /** ISO 8601, UTC. */
  lastSeenAt: z.string(),
});
export type SeenBefore = z.infer<typeof seenBeforeSchema>;

/** A part of a text that was sent; `to` does not count. What kind it is of stays open. */
const textPlaceSchema = z.object({ kind: z.string(), from: z.number(), to: z.number() });

/** More about an error, by what it is about. */
const errorDetailsSchema = z.object({
  search: z.array(searchFaultSchema).optional(),
  /** Where in a text something stands that the desk does not keep, or not unasked. */
  places: z.array(textPlaceSchema).optional(),
  /**
   * Of a session that Kayle does not know: how the desk last saw it. Null where it has no trace of it,
   * absent where it could not look.
   */
  seenBefore: seenBeforeSchema.nullish(),
  /** How the sign-in ended whose cookie came along; one of `SIGN_IN_ENDS`, or a newer desk's. */
  signedOut: z.string().optional(),
});
export type ErrorDetails = z.infer<typeof errorDetailsSchema>;

const apiErrorSchema = z.object({
  code: z.enum(ERROR_CODE_NAMES),
  message: z.string(),
  hint: z.string(),
  docs: z.string().optional(),
  requestId: z.string(),
  /** Seconds after which another try makes sense; the same figure as the Retry-After header. */
  retryAfterSeconds: z.number().optional(),
  details: errorDetailsSchema.optional(),
});
export type ApiError = z.infer<typeof apiErrorSchema>;

const sessionMetaSchema = z.object({
  /** When the desk read the session at Kayle; ISO 8601, UTC. */
  fetchedAt: z.string(),
  /** Names (never values) of fields that Kayle sent and the contract does not have. */
  unknownFields: z.array(z.string()),
});

export const sessionResponseSchema = z.object({
  data: sessionSchema,
  error: z.null(),
  meta: sessionMetaSchema,
});
export type SessionResponse = z.infer<typeof sessionResponseSchema>;

export const cancelRequestSchema = z.strictObject({
  reason: z.string().trim().min(1).max(500),
  /** Made by the page for one attempt: sent again after a lost answer, it gets the same answer. */
  attemptId: z.uuid().optional(),
});
export type CancelRequest = z.infer<typeof cancelRequestSchema>;

/** Who acted, by the name in the access log, and when it began by the desk's clock (ISO 8601, UTC). */
export const actMetaSchema = z.object({ by: z.string(), at: z.string() });

export const cancelResponseSchema = z.object({
  data: sessionSchema,
  error: z.null(),
  meta: sessionMetaSchema.extend({
    /** What the second read showed: this call ended it, or it had ended already. */
    outcome: z.enum(["cancelled_by_this_call", "already_ended", "still_open"]),
    /** The status before the call, as the desk read it. */
    statusBefore: z.string(),
    /** The reason as it was kept. */
    reason: z.string(),
    ...actMetaSchema.shape,
  }),
});
export type CancelResponse = z.infer<typeof cancelResponseSchema>;

export const errorResponseSchema = z.object({
  data: z.null(),
  error: apiErrorSchema,
  meta: z.object({}).optional(),
});
export type ErrorResponse = z.infer<typeof errorResponseSchema>;
