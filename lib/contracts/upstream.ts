import { z } from "zod";
import { redactSecrets, redactUrl } from "@/lib/domain/redact";
import type { SessionRecord } from "@/lib/domain/session";
import { toKeySet } from "./key-sets";
import { collectUnknownFields } from "./unknown-fields";

/**
 * Kayle's wire, as its OpenAPI document 1.5.0 states it and its server 1.6.0 was recorded to speak
 * it. Every schema is an allow-list: what is not named here never leaves the server.
 */

/** Times without a zone would be read differently on each machine, so they are refused. */
const instantSchema = z.iso.datetime({ offset: true });

const upstreamShareFieldSchema = z.object({
  required: z.boolean(),
  // An integrator's own words, in which anything may stand that they put there by mistake.
  reason: z.string().transform((text) => redactSecrets(text).text),
  source: z.string(),
});

/**
 * One session. `status`, `failure_code` and `source` stay open strings, because Kayle adds values
 * under `/v1`. The two URLs and the reasons lose a `cancel_token` and keys; a field of that name is
 * not in the list at all.
 */
const upstreamSessionSchema = z.object({
  id: z.string().min(1),
  status: z.string().min(1),
  failure_code: z.string().nullable(),
  nfc_tries_used: z.int().nonnegative(),
  liveness_tries_used: z.int().nonnegative(),
  contract_version: z.int(),
  share_fields: z.record(z.string(), upstreamShareFieldSchema),
  redirect_url: z.string().transform(redactUrl).nullable(),
  webhook_endpoint_id: z.union([z.string(), z.array(z.string())]).nullable(),
  verification_url: z.string().transform(redactUrl),
  expires_at: instantSchema,
  completed_at: instantSchema.nullable(),
  created_at: instantSchema,
  updated_at: instantSchema,
}) satisfies z.ZodType<SessionRecord>;

/**
 * The part of a session that the desk's index takes. Less is looked at than for a page, because a
 * million rows pass through here: of the share fields only the keys, of the link nothing.
 */
export const upstreamIndexedSessionSchema = upstreamSessionSchema
  .omit({ verification_url: true, share_fields: true })
  .extend({ share_fields: z.custom<object>(isPlainObject).transform(toKeySet) });

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export const upstreamSessionAnswerSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  error: z.null(),
});

const upstreamPaginationSchema = z.object({
  limit: z.int().nonnegative(),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

/** A list, whose rows are judged one by one. */
export const upstreamRowListAnswerSchema = z.object({
  data: z.array(z.unknown()),
  error: z.null(),
  pagination: upstreamPaginationSchema,
});

/** `GET /v1/analytics/sessions/overview`: how many sessions there are, by outcome. */
export const upstreamOverviewAnswerSchema = z.object({
  data: z.object({
    summary: z.object({
      total: z.int().nonnegative(),
      /** Open and within their time; an open one past its time counts as expired (server 1.6.0). */
      active: z.int().nonnegative(),
      success: z.int().nonnegative(),
      failure: z.int().nonnegative(),
      expired: z.int().nonnegative(),
      cancelled: z.int().nonnegative(),
    }),
  }),
  error: z.null(),
});
export type UpstreamOverview = z.infer<typeof upstreamOverviewAnswerSchema>["data"]["summary"];

/** 404 and 410 carry all of it; 401 and 403 only `error.code` and `error.message`, without `data`. */
export const upstreamErrorAnswerSchema = z.object({
  data: z.null().optional(),
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    docs: z.string().optional(),
  }),
});

/** A 400: `message` is itself JSON text, a list of what was wrong with which parameter. */
export const upstreamValidationAnswerSchema = z.object({
  success: z.literal(false),
  error: z.object({ name: z.string(), message: z.string() }),
});

/** Names that the schema above does not have but that are known, so not worth a report. */
const KNOWN_SECRETS = ["cancel_token"];

export type ParsedSession = {
  session: SessionRecord;
  /** Names, never values, of what Kayle sent beyond the contract; capped in number and length. */
  unknownFields: string[];
};

/**
 * One session of Kayle's wire as the desk handles it.
 *
 * @throws z.ZodError whose issue paths name the fields that break the contract; it holds no values.
 */
export function parseUpstreamSession(value: unknown): ParsedSession {
  const session = upstreamSessionSchema.parse(value);
  return { session, unknownFields: collectUnknownFields(value, KNOWN_FIELDS) };
}

const KNOWN_FIELDS = {
  session: [...Object.keys(upstreamSessionSchema.shape), ...KNOWN_SECRETS],
  shareField: Object.keys(upstreamShareFieldSchema.shape),
};
