import { z } from "zod";

/** The wire of the session list: `GET /api/sessions?q=&sort=&cursor=&limit=`. */

/** Next to a free word, counting stops here. */
export const COUNTED_MAX = 10_000;

/** One row of the list, as the index holds it. Detail is always read live. */
const sessionSummarySchema = z.object({
  id: z.string(),
  status: z.string(),
  failure_code: z.string().nullable(),
  nfc_tries_used: z.number(),
  liveness_tries_used: z.number(),
  /** How many fields were asked for, 0 to 32. */
  share_field_count: z.number(),
  redirect_url: z.string().nullable(),
  created_at: z.string(),
  expires_at: z.string(),
  completed_at: z.string().nullable(),
  updated_at: z.string(),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

/**
 * One value of a facet and how many sessions have it, the other filters respected. Null is the
 * grammar's word for "none": no failure code, no endpoint named.
 */
const facetValueSchema = z.object({ value: z.string().nullable(), count: z.number() });

/**
 * Keys are those of the search grammar: status, code, nfc, liveness, claim, redirect, webhook. Each
 * key's own conditions are left out of its counts. The most frequent values come first, at most
 * `FACET_VALUES_MAX` of them.
 */
const facetsSchema = z.record(z.string(), z.array(facetValueSchema));
export type Facets = z.infer<typeof facetsSchema>;

/** What the index holds of the retention window, so that a list never seems more than it is. */
const coverageSchema = z.object({
  /** Everything created since is in the index; null while nothing is complete yet. */
  completeSince: z.string().nullable(),
  /** Where the window begins that the index is to hold. */
  windowStart: z.string(),
  /** Rows that could not be read and are kept aside. */
  unreadableRows: z.number(),
  /**
   * Where Kayle's own counts differed from those of the whole index at `at`: all sessions, in both.
   * Equal numbers differ by status. Null while they agree or cannot be compared.
   */
  difference: z.object({ at: z.string(), listed: z.number(), atKayle: z.number() }).nullable(),
  /** What has kept the index from being in step since `asOf`; null while nothing does. */
  fault: z.object({ code: z.string(), at: z.string() }).nullable(),
});

const searchMetaSchema = z.object({
  total: z.number(),
  /** False: at least `total`. */
  totalIsExact: z.boolean(),
  /** False: the facets count the newest `COUNTED_MAX` sessions alone, as there is a free word. */
  facetsAreExact: z.boolean(),
  /** Null when it was asked for rows alone (`facets=0`). */
  facets: facetsSchema.nullable(),
  /** Opaque; pass it on for the next page. Null at the end. */
  cursor: z.string().nullable(),
  /** The index was in step with Kayle at this moment; null before the first sync. */
  asOf: z.string().nullable(),
  /** Whether the whole window is in the index. */
  complete: z.boolean(),
  coverage: coverageSchema,
});

export const searchResponseSchema = z.object({
  data: z.array(sessionSummarySchema),
  error: z.null(),
  meta: searchMetaSchema,
});
export type SearchResponse = z.infer<typeof searchResponseSchema>;
