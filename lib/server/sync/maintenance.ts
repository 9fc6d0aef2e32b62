import "server-only";
import { removeEventsBefore } from "../events/remove-events";
import { removeObservationsBefore } from "../index/observations";
import { forgetOldTombstones, removePastRetention } from "../index/remove-sessions";
import { toOldestEnd } from "../index/retention";
import { removeStrayNotesBefore } from "../notes/note-store";
import type { SyncContext } from "./sync-context";

const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** Takes away what is past its time, every minute. */
export async function runMaintenance(context: SyncContext): Promise<never> {
  for (;;) {
    await removeOld(context);
    await context.clock.sleep(EVERY_MS, context.signal);
  }
}

/** Takes away whatever is past its time here: sessions, what belongs to them, tombstones. */
export async function removeOld({
  db,
  clock,
  settings: { retention },
}: SyncContext): Promise<void> {
  const now = clock.now();
  await removePastRetention(db, now, retention);
  await forgetOldTombstones(db, now);
  await removeEventsBefore(db, toOldestEnd(now, retention));
  await removeStrayNotesBefore(db, toOldestEnd(now, retention));
  // A session is open for an hour or so, so what was seen a day before the oldest end has no session.
  await removeObservationsBefore(db, new Date(toOldestEnd(now, retention).getTime() - DAY_MS));
}
