import "server-only";
import { z } from "zod";
import type { Db } from "../db/db";
import { findState } from "../index/sync-state";
import { timeRangeSchema } from "./time-range";

/** How far the sync is, as kept in `sync_state`; every time is ISO 8601, UTC. */

const instant = z.iso.datetime().transform((text) => new Date(text));

export const backfillStateSchema = z.object({
  windowStart: instant,
  /** Days after its end that a session was kept by then. */
  retentionDays: z.number(),
  /** What has not been scanned yet, the newest last. */
  pending: z.array(timeRangeSchema),
});
export type BackfillState = z.infer<typeof backfillStateSchema>;

export const incrementalStateSchema = z.object({
  /** The index was in step with Kayle at this moment. */
  asOf: instant,
});

/** The resync of everything that may have changed or gone after its end. */
const fullResyncStateSchema = z.object({
  startedAt: instant,
  /** What of the window is still to be scanned; null when the resync is finished. */
  rest: timeRangeSchema.nullable(),
  /** When the last resync that came to its end had begun; null before the first. */
  lastFinished: instant.nullable(),
});
export type FullResyncState = z.infer<typeof fullResyncStateSchema>;

const outcomeCounts = z.object({
  total: z.number(),
  active: z.number(),
  success: z.number(),
  failure: z.number(),
  expired: z.number(),
  cancelled: z.number(),
});
export type OutcomeCounts = z.infer<typeof outcomeCounts>;

export const countCheckSchema = z.object({
  checkedAt: instant,
  /** Null when Kayle's counts could not be read. */
  upstream: outcomeCounts.nullable(),
  /** The code of what kept them from being read. */
  fault: z.string().nullable().default(null),
  index: outcomeCounts,
});
export type CountCheck = z.infer<typeof countCheckSchema>;

export const faultStateSchema = z.object({ code: z.string(), at: instant }).nullable();

export const STATE_KEYS = {
  backfill: "backfill",
  incremental: "incremental",
  fullResync: "full_resync",
  countCheck: "count_check",
  fault: "fault",
  events: "events",
} as const;

export function findBackfill(db: Pick<Db, "select">): Promise<BackfillState | null> {
  return findState(db, STATE_KEYS.backfill, backfillStateSchema);
}

export function findFullResync(db: Pick<Db, "select">): Promise<FullResyncState | null> {
  return findState(db, STATE_KEYS.fullResync, fullResyncStateSchema);
}

export async function findAsOf(db: Pick<Db, "select">): Promise<Date | null> {
  return (await findState(db, STATE_KEYS.incremental, incrementalStateSchema))?.asOf ?? null;
}
