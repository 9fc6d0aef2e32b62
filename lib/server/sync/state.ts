import "server-only";
import { z } from "zod";
import type { Db } from "../db/db";
import { findState } from "../index/sync-state";
import { timeRangeSchema } from "./time-range";

/** Where the sync stands, as it is kept in `sync_state`; every time is ISO 8601, UTC. */

const instant = z.iso.datetime().transform((text) => new Date(text));

/** Ranges that have not been walked yet, the newest last. */
export const backfillStateSchema = z.object({
  windowStart: instant,
  /** Days after its end that a session was kept by then; null where an older desk wrote it. */
  retentionDays: z.number().nullable().default(null),
  pending: z.array(timeRangeSchema),
});
export type BackfillState = z.infer<typeof backfillStateSchema>;

export const freshStateSchema = z.object({
  /** The index was in step with Kayle at this moment. */
  asOf: instant,
});

/** The pass over everything that may have changed or gone after its end. */
export const fullPassStateSchema = z.object({
  startedAt: instant,
  /** What of the window is still to be walked; null when the pass is finished. */
  rest: timeRangeSchema.nullable(),
  /** When the last pass that came to its end had begun; null before the first. */
  lastFinished: instant.nullable(),
});
export type FullPassState = z.infer<typeof fullPassStateSchema>;

const outcomeCounts = z.object({
  total: z.number(),
  active: z.number(),
  success: z.number(),
  failure: z.number(),
  expired: z.number(),
  cancelled: z.number(),
});
export type OutcomeCounts = z.infer<typeof outcomeCounts>;

export const truthStateSchema = z.object({
  checkedAt: instant,
  /** Null when Kayle's counts could not be read. */
  upstream: outcomeCounts.nullable(),
  /** The code of what kept them from being read. */
  fault: z.string().nullable().default(null),
  index: outcomeCounts,
});
export type TruthState = z.infer<typeof truthStateSchema>;

export const faultStateSchema = z.object({ code: z.string(), at: instant }).nullable();

/** A new value after the index was built from scratch: whoever keeps an image must load it anew. */
export const epochStateSchema = z.object({ id: z.string() });

export const STATE_KEYS = {
  backfill: "backfill",
  fresh: "fresh",
  fullPass: "full_pass",
  truth: "truth",
  fault: "fault",
  events: "events",
  cleaned: "cleaned",
  epoch: "epoch",
} as const;

export function findBackfill(db: Pick<Db, "select">): Promise<BackfillState | null> {
  return findState(db, STATE_KEYS.backfill, backfillStateSchema);
}

export function findFullPass(db: Pick<Db, "select">): Promise<FullPassState | null> {
  return findState(db, STATE_KEYS.fullPass, fullPassStateSchema);
}

export async function findAsOf(db: Pick<Db, "select">): Promise<Date | null> {
  return (await findState(db, STATE_KEYS.fresh, freshStateSchema))?.asOf ?? null;
}
