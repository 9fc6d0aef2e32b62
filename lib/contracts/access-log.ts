import { z } from "zod";
import { ACCESS_EVENTS, ACCESS_OUTCOMES } from "@/lib/domain/access-event";
import { startOfDay } from "@/lib/domain/day-range";
import { isSessionId } from "@/lib/domain/session-id";
import { isValidZone } from "@/lib/domain/zoned-parts";

/** The wire of the access log: `GET /api/access-log` and who looked at one session. */

export const ACCESS_LIMIT_DEFAULT = 100;
/** Rows of one answer. */
export const ACCESS_LIMIT_MAX = 500;

/** A calendar day of `zone`. */
const daySchema = z.string().refine((day) => startOfDay(day, "UTC") !== null);
/** Part of a name or of a ticket. */
const textSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  // No database keeps such characters, so nothing can be found by them.
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text));

const filterShape = {
  /** Part of the name that the person had then, or the whole id of the account. */
  staff: textSchema.optional(),
  event: z.enum(ACCESS_EVENTS).optional(),
  outcome: z.enum(ACCESS_OUTCOMES).optional(),
  session: z.string().refine(isSessionId).optional(),
  /** Part of the ticket or purpose. */
  ticket: textSchema.optional(),
  /** The first and the last day, both of them included. */
  from: daySchema.optional(),
  to: daySchema.optional(),
  /** IANA name: `from` and `to` are days of this zone. */
  zone: z.string().refine(isValidZone).default("UTC"),
};

/** Strict: an unknown name is an error, so that a filter is never dropped in silence. */
export const accessFiltersSchema = z.strictObject(filterShape);
export type AccessFilters = z.output<typeof accessFiltersSchema>;

export const accessLogParamsSchema = z.strictObject({
  ...filterShape,
  /** The number of the last row of the page before. */
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(ACCESS_LIMIT_MAX))
    .default(ACCESS_LIMIT_DEFAULT),
});
export type AccessLogParams = z.output<typeof accessLogParamsSchema>;

const ACCESS_EXPORT_FORMATS = ["csv", "jsonl"] as const;
export type AccessExportFormat = (typeof ACCESS_EXPORT_FORMATS)[number];

export const accessExportParamsSchema = z.strictObject({
  ...filterShape,
  format: z.enum(ACCESS_EXPORT_FORMATS).default("csv"),
});
export type AccessExportParams = z.output<typeof accessExportParamsSchema>;

/** The query string of a question, in one fixed order, without what is not set. */
export function toAccessLogText(
  request: { [Name in keyof AccessFilters]?: string | undefined } & {
    cursor?: number | null;
    limit?: number;
    format?: AccessExportFormat;
  },
): string {
  const names = ["staff", "event", "outcome", "session", "ticket", "from", "to"] as const;
  const params = new URLSearchParams();
  for (const name of names) {
    const value = request[name];
    if (value) params.set(name, value);
  }
  // The zone says nothing where no day is named.
  if (request.zone && (request.from || request.to)) params.set("zone", request.zone);
  if (request.cursor) params.set("cursor", String(request.cursor));
  if (request.limit !== undefined) params.set("limit", String(request.limit));
  if (request.format) params.set("format", request.format);
  return params.toString();
}

/** What was done stays an open text: a page must show a row of a newer desk too. */
const actShape = {
  no: z.number(),
  /** ISO 8601, UTC. */
  at: z.string(),
  event: z.string(),
  outcome: z.string(),
  /** As the person was called then; null where nobody was signed in. */
  staffName: z.string().nullable(),
  role: z.string().nullable(),
  /** The ticket or purpose that the person gave. */
  ticket: z.string().nullable(),
  /** More about it, such as a search's text; never a secret. */
  details: z.record(z.string(), z.unknown()),
};

const accessRowSchema = z.object({
  ...actShape,
  staffId: z.string().nullable(),
  sessionId: z.string().nullable(),
  requestId: z.string().nullable(),
  client: z.string(),
});
export type AccessLogRow = z.infer<typeof accessRowSchema>;

/** How far back the log goes. */
const accessCoverageSchema = z.object({
  /** The moment of the first row that is kept; null in an empty log. */
  keptSince: z.string().nullable(),
  /** Whether older rows have gone by the retention. */
  isCut: z.boolean(),
});
export type AccessCoverage = z.infer<typeof accessCoverageSchema>;

export const accessLogResponseSchema = z.object({
  data: z.array(accessRowSchema),
  error: z.null(),
  meta: accessCoverageSchema.extend({
    /** When this was read. */
    asOf: z.string(),
    /** For the next page; null at the end. */
    cursor: z.number().nullable(),
  }),
});
export type AccessLogResponse = z.infer<typeof accessLogResponseSchema>;

/** What somebody did with one session. */
const sessionActSchema = z.object({
  ...actShape,
  /** The same for every act of one person, and nothing that names them. */
  person: z.string(),
  /** Whether it was whoever asks now. */
  isOwn: z.boolean(),
  /** Null for those who may not read the whole log. */
  client: z.string().nullable(),
});
export type SessionAct = z.infer<typeof sessionActSchema>;

export const whoLookedResponseSchema = z.object({
  data: z.array(sessionActSchema),
  error: z.null(),
  meta: accessCoverageSchema.extend({
    /** False: only the newest are here. */
    isWhole: z.boolean(),
  }),
});
export type WhoLookedResponse = z.infer<typeof whoLookedResponseSchema>;
