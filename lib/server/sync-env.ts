import "server-only";
import { z } from "zod";
import { wholeNumber } from "./env-fields";
import { RETENTION_DAYS_MAX } from "./index/retention";

/** The configuration of the index and its sync; spread into the whole one by `env-schema.ts`. */

export type SyncEnv = {
  /** Whether this desk takes part in keeping the index in step with Kayle. */
  syncEnabled: boolean;
  /** Calls to Kayle in a second that the sync makes at most. */
  syncMaxRps: number;
  /** From the beginning of one look at what is new to that of the next. */
  syncIntervalMs: number;
  /** Days that a session is kept after its end. */
  retentionDays: number;
};

export const syncShape = {
  SYNC_ENABLED: z
    .enum(["true", "false"], "SYNC_ENABLED must be true or false.")
    .default("true")
    .transform((value) => value === "true"),
  SYNC_MAX_RPS: wholeNumber("SYNC_MAX_RPS", 1, 100_000, 10),
  SYNC_INTERVAL_MS: wholeNumber("SYNC_INTERVAL_MS", 100, 60_000, 5000),
  RETENTION_DAYS: wholeNumber("RETENTION_DAYS", 1, RETENTION_DAYS_MAX, RETENTION_DAYS_MAX),
};

const schema = z.object(syncShape);

export function toSyncEnv(raw: z.output<typeof schema>): SyncEnv {
  return {
    syncEnabled: raw.SYNC_ENABLED,
    syncMaxRps: raw.SYNC_MAX_RPS,
    syncIntervalMs: raw.SYNC_INTERVAL_MS,
    retentionDays: raw.RETENTION_DAYS,
  };
}
