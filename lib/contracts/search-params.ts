import { z } from "zod";
import { isSessionId } from "@/lib/domain/session-id";
import { isValidZone } from "@/lib/domain/zoned-parts";

/** The query string of `GET /api/sessions`: what it may hold, for the route and for the browser. */

export const SEARCH_LIMIT_DEFAULT = 50;
/** Rows of one answer. */
export const SEARCH_LIMIT_MAX = 500;
/** Ids that fit into the address of a request whatever stands before the desk. */
export const SEARCH_IDS_MAX = 100;
/** Values of one facet. */
export const FACET_VALUES_MAX = 100;

const Q_LENGTH_MAX = 8_000;
const CURSOR_LENGTH_MAX = 400;

const limitSchema = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.int().min(0).max(SEARCH_LIMIT_MAX));

const idsSchema = z
  .string()
  .transform((text) => [...new Set(text.split(","))])
  .pipe(z.array(z.string().refine(isSessionId)).max(SEARCH_IDS_MAX));

/** Strict: an unknown name is an error, so that a filter is never dropped in silence. */
export const searchParamsSchema = z.strictObject({
  /** A text of the search grammar. What is wrong in it is answered with INVALID_SEARCH. */
  q: z.string().max(Q_LENGTH_MAX).default(""),
  /** IANA name: calendar days in `q` are those of this zone. */
  zone: z.string().refine(isValidZone).default("UTC"),
  /** `created`, `ended`, `updated`, newest first, or with `-asc`; goes before a `sort:` in `q`. */
  sort: z.string().max(40).optional(),
  cursor: z.string().min(1).max(CURSOR_LENGTH_MAX).optional(),
  /** 0 to 500 rows. */
  limit: limitSchema.default(SEARCH_LIMIT_DEFAULT),
  facets: z
    .enum(["0", "1"])
    .default("1")
    .transform((text) => text === "1"),
  /** Nothing but these sessions; `q` narrows them further. */
  ids: idsSchema.optional(),
});
export type SearchParams = z.output<typeof searchParamsSchema>;

/** What a caller of the search may give; all of it is optional. */
export type SearchRequest = {
  q?: string;
  zone?: string;
  sort?: string;
  cursor?: string | null;
  limit?: number;
  facets?: boolean;
  ids?: readonly string[];
};

/** The query string of `request`, in one fixed order, without what is not set. */
export function toSearchParamsText(request: SearchRequest): string {
  const { q, zone, sort, cursor, limit, facets, ids } = request;
  const params = new URLSearchParams();
  if (q) params.set("q", q);
  if (zone) params.set("zone", zone);
  if (sort) params.set("sort", sort);
  if (cursor) params.set("cursor", cursor);
  if (limit !== undefined) params.set("limit", String(limit));
  if (facets !== undefined) params.set("facets", facets ? "1" : "0");
  if (ids !== undefined) params.set("ids", ids.join(","));
  return params.toString();
}
