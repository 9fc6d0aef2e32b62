import "server-only";
import { z } from "zod";
import type { Db } from "../db/db";
import { type Retention, toOldestEnd } from "../index/retention";
import { findState } from "../index/sync-state";
import { STATE_KEYS } from "./state";
import { timeRangeSchema } from "./time-range";

const instant = z.iso.datetime().transform((text) => new Date(text));

/** How far Kayle's events have been read, as kept in `sync_state`. */
const eventStateSchema = z.object({
  /** `no_scope`: the key lacks `webhooks:read`. */
  access: z.enum(["ok", "no_scope"]),
  /** Whatever Kayle had told by this moment (the desk's clock) was read; null before the first. */
  asOf: instant.nullable(),
  /** Older events are known or pending, by Kayle's clock. */
  knownTo: instant.nullable(),
  /** How far back is looked. */
  windowStart: instant,
  /** What has not been read yet, the newest last. */
  pending: z.array(timeRangeSchema),
  /** Events that could not be read, as far as this leader met them. */
  unreadable: z.number(),
  /** The last fault of these calls, while it lasts. */
  fault: z.object({ code: z.string(), at: instant }).nullable(),
});
export type EventState = z.infer<typeof eventStateSchema>;

export function findEventState(db: Pick<Db, "select">): Promise<EventState | null> {
  return findState(db, STATE_KEYS.events, eventStateSchema);
}

/** Every event since is in the index; null while that cannot be said of any. */
export function toEventsCompleteSince(
  { asOf, pending, windowStart }: EventState,
  now: Date,
  retention: Retention,
): Date | null {
  if (asOf === null) return null;
  const start = toOldestEnd(now, retention);
  const ends = pending.map(({ to }) => to.getTime());
  return new Date(Math.max(windowStart.getTime(), start.getTime(), ...ends));
}

/** How far the last leader came; a window that has grown since leaves its older part to be read. */
export async function planEvents(
  db: Pick<Db, "select">,
  now: Date,
  retention: Retention,
): Promise<EventState> {
  const windowStart = toOldestEnd(now, retention);
  const known = await findEventState(db);
  if (known === null) return toFirstState(windowStart);
  const isGrown = known.knownTo !== null && windowStart < known.windowStart;
  const older = isGrown ? [{ from: windowStart, to: known.windowStart }] : [];
  const pending = [...older, ...known.pending].filter(({ to }) => to > windowStart);
  return { ...known, windowStart, pending, unreadable: 0 };
}

function toFirstState(windowStart: Date): EventState {
  const none = { asOf: null, knownTo: null, fault: null };
  return { access: "ok", ...none, windowStart, pending: [], unreadable: 0 };
}
