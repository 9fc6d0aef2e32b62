import { z } from "zod";
import { SESSION_STATUSES } from "@/lib/domain/session";
import { isSessionId } from "@/lib/domain/session-id";

/** Kayle takes times in UTC only, with a `Z`, to the minute or finer (recorded server 1.6.0). */
const utcInstantSchema = z.union([z.iso.datetime(), z.iso.datetime({ precision: -1 })]);

/** A number, or its plain digits in a query string: `0x10` and `1e1` are slips, not limits. */
const limitSchema = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
  ])
  .pipe(z.int().min(1).max(100));

/**
 * The filters of the desk's session list, under the names of Kayle's own list. Strict: an unknown
 * name is an error, so that a filter is never dropped in silence.
 */
export const sessionListQuerySchema = z.strictObject({
  status: z.enum(SESSION_STATUSES).optional(),
  created_from: utcInstantSchema.optional(),
  created_to: utcInstantSchema.optional(),
  /** The last id of the page before; Kayle lists by id, which is at random in time. */
  starting_after: z.string().refine(isSessionId).optional(),
  /** Rows of one page, 1 to 100; Kayle's own default is 10. */
  limit: limitSchema.optional(),
});
export type SessionListQuery = z.infer<typeof sessionListQuerySchema>;

/** The query string of `query`, in one fixed order, without what is not set. */
export function toSessionListSearch(query: SessionListQuery): string {
  const params = new URLSearchParams();
  for (const name of Object.keys(sessionListQuerySchema.shape).sort()) {
    const value = query[name as keyof SessionListQuery];
    if (value !== undefined) params.set(name, String(value));
  }
  return params.toString();
}
