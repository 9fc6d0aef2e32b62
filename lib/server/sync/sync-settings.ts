import "server-only";
import type { Retention } from "../index/retention";

export type SyncSettings = {
  retention: Retention;
  /** Calls to Kayle in a second, at most. */
  rpsMax: number;
  /** From the beginning of one look at what is new to that of the next. */
  freshEveryMs: number;
  /** Between two looks at Kayle's events. */
  eventsEveryMs: number;
  /** From the beginning of one pass over everything to that of the next. */
  fullEveryMs: number;
  /** A holder that has not been heard of for so long has lost the sync. */
  leaseMs: number;
  /** How often a desk without the lease asks for it. */
  leaseRetryMs: number;
};

/** With these a dead holder is replaced within 15 s + 5 s, well inside the 30 s that are promised. */
export const SYNC_DEFAULTS = {
  freshEveryMs: 5_000,
  eventsEveryMs: 10_000,
  fullEveryMs: 3_600_000,
  leaseMs: 15_000,
  leaseRetryMs: 5_000,
} as const;

/** Sessions live an hour; the rest is for a sweep that is late and clocks that differ. */
export const FRESH_WINDOW_MS = 70 * 60_000;

/** After so long without a look at what is new, sessions may have ended unseen: see `findGap`. */
export const GAP_AFTER_MS = 60 * 60_000;

/** Kayle's own maximum (OpenAPI 1.5.0). */
export const PAGE_ROWS = 100;

/** Rows of one transaction at most. */
export const BATCH_ROWS = 6_000;

/**
 * After so long is written what has come by then, unless the last batch is still being written. At the
 * usual pace that is a page or two: the built-in database answers nobody else while it writes, and people
 * search meanwhile. Only a first fill whose pace was lifted gets to whole batches, which are cheaper.
 */
export const BATCH_AFTER_MS = 500;

/** Events of one transaction, with some two deliveries each. */
export const BATCH_EVENTS = 25;
