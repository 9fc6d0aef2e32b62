import "server-only";
import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import { type Retention, toWindowStart } from "../index/retention";
import { SYNC_LEASE } from "../index/sync-state";
import { type EventState, findEventState } from "./event-state";
import {
  backfillStateSchema,
  type CountCheck,
  countCheckSchema,
  faultStateSchema,
  findFullResync,
  incrementalStateSchema,
  STATE_KEYS,
} from "./state";

/** How far the index is in step with Kayle, whichever desk leads. */
export type SyncStatus = {
  /** The newest part was in step with Kayle at this moment; null before the first look. */
  asOf: Date | null;
  /** Whether the whole window is in the index. */
  complete: boolean;
  /** Everything created since is in the index; null while that cannot be said of anything. */
  completeSince: Date | null;
  windowStart: Date;
  unreadableRows: number;
  /** The last fault between the desk and Kayle, while it lasts. */
  lastError: { code: string; at: Date } | null;
  /** The last comparison with Kayle's own counts; null before the first. */
  countCheck: CountCheck | null;
  /** Which desk keeps the index in step; null when none does. */
  leader: string | null;
};

export async function getSyncStatus(db: Db, when: StatusOptions): Promise<SyncStatus> {
  const [row] = await readRows<SyncFacts>(db, sql`select ${SYNC_FACTS}`);
  return toSyncStatus(row ?? { states: null, unreadable: 0, leader: null }, when);
}

type StatusOptions = { now: Date; retention: Retention };

/** What the facts say at `now`. */
export function toSyncStatus(
  { states: found, unreadable: unreadableRows, leader }: SyncFacts,
  { now, retention }: StatusOptions,
): SyncStatus {
  const windowStart = toWindowStart(now, retention);
  const states = found ?? {};
  const asOf = readState(states, STATE_KEYS.incremental, incrementalStateSchema)?.asOf ?? null;
  const backfill = readState(states, STATE_KEYS.backfill, backfillStateSchema);
  const missing = (backfill?.pending ?? []).filter(({ to }) => to > windowStart);
  const isStarted = asOf !== null && backfill !== null;
  const newest = missing.map(({ to }) => to).toSorted((a, b) => b.getTime() - a.getTime())[0];
  const reachesBack = isStarted && backfill.windowStart <= windowStart;
  // What a shorter retention took away is missing until the backfill has planned for the longer one.
  const keptAll = (backfill?.retentionDays ?? 0) >= retention.days;
  const complete = reachesBack && keptAll && missing.length === 0;
  return {
    asOf,
    complete,
    completeSince: isStarted ? (newest ?? windowStart) : null,
    windowStart,
    unreadableRows,
    lastError: readState(states, STATE_KEYS.fault, faultStateSchema),
    countCheck: readState(states, STATE_KEYS.countCheck, countCheckSchema),
    leader,
  };
}

/** A row of `SYNC_FACTS`. */
export type SyncFacts = {
  /** Everything in `sync_state` that a status needs, by key. */
  states: Readonly<Record<string, unknown>> | null;
  unreadable: number;
  leader: string | null;
};

/** Columns that a statement can add to its own: every search shows the status. */
export const SYNC_FACTS = sql.join(
  [
    sql`(select jsonb_object_agg(key, value) from sync_state
      where key in (${STATE_KEYS.incremental}, ${STATE_KEYS.backfill}, ${STATE_KEYS.fault},
        ${STATE_KEYS.countCheck})) as states`,
    sql`(select count(*)::integer from unreadable_rows) as unreadable`,
    sql`(select holder from leases
      where name = ${SYNC_LEASE} and expires_at >= clock_timestamp()) as leader`,
  ],
  sql`, `,
);

/** Null where nothing was kept under `key`, or where an older desk wrote another form. */
function readState<T>(
  states: NonNullable<SyncFacts["states"]>,
  key: string,
  schema: z.ZodType<T>,
): T | null {
  const parsed = schema.safeParse(states[key]);
  return parsed.success ? parsed.data : null;
}

/** The last full resync, and the events. */
export async function getSyncHistory(db: Db): Promise<{
  fullResync: { startedAt: Date; isFinished: boolean; lastFinished: Date | null } | null;
  events: EventState | null;
}> {
  const resync = await findFullResync(db);
  return {
    fullResync: resync && {
      startedAt: resync.startedAt,
      isFinished: resync.rest === null,
      lastFinished: resync.lastFinished,
    },
    events: await findEventState(db),
  };
}
