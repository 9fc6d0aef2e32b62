import "server-only";
import type { Db } from "../db/db";
import type { CountCheck } from "./state";
import type { SyncClock } from "./sync-clock";
import type { SyncSettings } from "./sync-settings";
import type { SyncSource } from "./sync-source";

/** What every part of the sync needs while this desk leads. */
export type SyncContext = {
  db: Db;
  source: SyncSource;
  clock: SyncClock;
  settings: SyncSettings;
  /** Aborts when the desk ends or another has taken over. */
  signal: AbortSignal;
  /** The name under which this desk holds the lease. */
  leader: string;
  /** Told of each comparison with Kayle's own counts. */
  onCountCheck(check: CountCheck): void;
};
