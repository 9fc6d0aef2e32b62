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
  faultStateSchema,
  findFullPass,
  freshStateSchema,
  STATE_KEYS,
  type TruthState,
  truthStateSchema,
} from "./state";

/** How the index stands to Kayle, whichever desk keeps it. */
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
  truth: TruthState | null;
  /** Which desk keeps the index in step; null when none does. */
  holder: string | null;
};

export async function getSyncStatus(db: Db, when: StatusOptions): Promise<SyncStatus> {
  const [row] = await readRows<SyncFacts>(db, sql`select ${SYNC_FACTS}`);
  return toSyncStatus(row ?? { states: null, unreadable: 0, holder: null }, when);
}

export type StatusOptions = { now: Date; retention: Retention };

/** What the facts say at `now`. */
export function toSyncStatus(
  { states: found, unreadable: unreadableRows, holder }: SyncFacts,
  { now, retention }: StatusOptions,
): SyncStatus {
  const windowStart = toWindowStart(now, retention);
  const states = found ?? {};
  const asOf = readState(states, STATE_KEYS.fresh, freshStateSchema)?.asOf ?? null;
  const backfill = readState(states, STATE_KEYS.backfill, backfillStateSchema);
  const missing = (backfill?.pending ?? []).filter(({ to }) => to > windowStart);
  const isStarted = asOf !== null && backfill !== null;
  const newest = missing.map(({ to }) => to).toSorted((a, b) => b.getTime() - a.getTime())[0];
  const reachesBack = isStarted && backfill.windowStart <= windowStart;
  // What a shorter retention took away is missing until the backfill has planned for the longer one.
  const keptAll = (backfill?.retentionDays ?? retention.days) >= retention.days;
  const complete = reachesBack && keptAll && missing.length === 0;
  return {
    asOf,
    complete,
    completeSince: isStarted ? (newest ?? windowStart) : null,
    windowStart,
    unreadableRows,
    lastError: readState(states, STATE_KEYS.fault, faultStateSchema),
    truth: readState(states, STATE_KEYS.truth, truthStateSchema),
    holder,
  };
}

/** A row of `SYNC_FACTS`. */
export type SyncFacts = {
  /** Everything in `sync_state` that a status needs, by key. */
  states: Readonly<Record<string, unknown>> | null;
  unreadable: number;
  holder: string | null;
};

/** Columns that a statement may ask for beside its own: every search shows the status. */
export const SYNC_FACTS = sql.join(
  [
    sql`(select jsonb_object_agg(key, value) from sync_state
      where key in (${STATE_KEYS.fresh}, ${STATE_KEYS.backfill}, ${STATE_KEYS.fault},
        ${STATE_KEYS.truth})) as states`,
    sql`(select count(*)::integer from unreadable_rows) as unreadable`,
    sql`(select holder from leases
      where name = ${SYNC_LEASE} and expires_at >= clock_timestamp()) as holder`,
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

/** The last pass over everything, and the events. */
export async function getSyncHistory(db: Db): Promise<{
  fullPass: { startedAt: Date; isFinished: boolean; lastFinished: Date | null } | null;
  events: EventState | null;
}> {
  const pass = await findFullPass(db);
  return {
    fullPass: pass && {
      startedAt: pass.startedAt,
      isFinished: pass.rest === null,
      lastFinished: pass.lastFinished,
    },
    events: await findEventState(db),
  };
}
