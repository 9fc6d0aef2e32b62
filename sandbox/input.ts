import { z } from "zod";
import { SESSION_STATUSES } from "@/lib/domain/session";

/**
 * What the API accepts. The texts of a refusal are part of what is imitated (recorded server 1.6.0
 * sends them to the caller), so the checks run in the same order and with the same validator.
 */
const sessionId = z.string().regex(/^vs_[A-Za-z0-9]{64}$/, "Invalid session ID format");
const otherId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9_-]+$/);

const LEAP_YEAR = "\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00";
const LONG_MONTH = "(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])";
const SHORT_MONTH = "(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)";
const FEBRUARY = "(?:02)-(?:0[1-9]|1\\d|2[0-8])";
const DATE = `(?:(?:${LEAP_YEAR})-02-29|\\d{4}-(?:${LONG_MONTH}|${SHORT_MONTH}|${FEBRUARY}))`;
/** Seconds may be left out and only `Z` names the zone (recorded server 1.6.0). */
const TIME = "(?:(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?:Z))";
const MOMENT = new RegExp(`^${DATE}T${TIME}$`);

const moment = z.string().check((context) => {
  if (MOMENT.test(context.value)) return;
  context.issues.push({
    origin: "string",
    code: "invalid_format",
    format: "datetime",
    pattern: MOMENT.toString(),
    input: context.value,
  });
});
const limit = z.coerce.number().int().min(1).max(100).default(10);

export const sessionParams = z.object({ id: sessionId });
export const eventParams = z.object({ event_id: otherId });
export const deliveryParams = z.object({ delivery_id: otherId });
export const endpointParams = z.object({ endpoint_id: otherId });

export const sessionQuery = z.object({
  status: z.enum(SESSION_STATUSES).optional(),
  created_from: moment.optional(),
  created_to: moment.optional(),
  limit,
  starting_after: sessionId.optional(),
});

export const EVENT_TYPES = [
  "verification.session.succeeded",
  "verification.session.failed",
  "verification.session.expired",
  "verification.session.cancelled",
] as const;

export const eventQuery = z.object({
  type: z.enum(EVENT_TYPES).optional(),
  created_from: moment.optional(),
  created_to: moment.optional(),
  limit,
  starting_after: otherId.optional(),
});

export const deliveryQuery = z.object({
  status: z.enum(["pending", "delivering", "succeeded", "failed"]).optional(),
  endpoint_id: otherId.optional(),
  event_id: otherId.optional(),
  limit,
  starting_after: otherId.optional(),
});

export const endpointQuery = z.object({ limit, starting_after: otherId.optional() });

export const createBody = z
  .object({
    redirect_url: z.url().max(2048).optional(),
    share_fields: z
      .record(z.string(), z.object({ required: z.boolean(), reason: z.string().max(200) }))
      .optional(),
    webhook_endpoint_id: z.union([otherId, z.array(otherId).min(1).max(25)]).optional(),
  })
  .default({});

/** A parameter that comes twice is a list to the server, which then refuses it. */
export function toQuery(search: URLSearchParams): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return query;
}
