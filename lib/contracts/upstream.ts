import { z } from "zod";
import { redactUrl } from "@/lib/domain/redact";
import type { SessionRecord } from "@/lib/domain/session";
import { collectUnknownFields } from "./unknown-fields";

/**
 * Kayle's wire, as its OpenAPI document 1.5.0 states it and its server 1.6.0 was recorded to speak
 * it. Every schema is an allow-list: what is not named here never leaves the server.
 */

/** Times without a zone would be read differently on each machine, so they are refused. */
const instantSchema = z.iso.datetime({ offset: true });

const upstreamShareFieldSchema = z.object({
  required: z.boolean(),
  reason: z.string(),
  source: z.string(),
});

/**
 * One session. `status`, `failure_code` and `source` stay open strings, because Kayle adds values
 * under `/v1`. The two URLs lose a `cancel_token`; a field of that name is not in the list at all.
 */
export const upstreamSessionSchema = z.object({
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

export const upstreamSessionAnswerSchema = z.object({
  data: z.record(z.string(), z.unknown()),
  error: z.null(),
});

export const upstreamPaginationSchema = z.object({
  limit: z.int().nonnegative(),
  has_more: z.boolean(),
  next_cursor: z.string().nullable(),
});

export const upstreamSessionListAnswerSchema = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  error: z.null(),
  pagination: upstreamPaginationSchema,
});

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
