import "server-only";
import type { Retention } from "../index/retention";

export type SyncSettings = {
  retention: Retention;
  /** Calls to Kayle in a second, at most. */
  rpsMax: number;
  /** From the beginning of one look at what is new to that of the next. */
  incrementalEveryMs: number;
  /** Between two looks at what is open although its hour is long over. */
  overdueEveryMs: number;
  /** Between two looks at Kayle's events. */
  eventsEveryMs: number;
  /** From the beginning of one full resync to that of the next. */
  fullEveryMs: number;
  /** A leader that has been silent for this long is replaced. */
  leaseMs: number;
  /** How often a desk without the lease asks for it. */
  leaseRetryMs: number;
};

/** With these a dead leader is replaced within 15 s + 5 s, well inside the 30 s that are promised. */
export const SYNC_DEFAULTS = {
  incrementalEveryMs: 5_000,
  overdueEveryMs: 60_000,
  eventsEveryMs: 10_000,
  fullEveryMs: 3_600_000,
  leaseMs: 15_000,
  leaseRetryMs: 5_000,
} as const;

/** Sessions live an hour; the rest is for a sweep that is late and clocks that differ. */
export const RECENT_MS = 70 * 60_000;

/** After so long without a look at what is new, sessions may have ended unseen: see `planBackfill`. */
export const GAP_AFTER_MS = 60 * 60_000;

/** Kayle's own maximum (OpenAPI 1.5.0). */
export const PAGE_ROWS = 100;
