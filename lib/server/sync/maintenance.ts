import "server-only";
import type { OpenDatabase } from "../db/db";
import { removeEventsBefore } from "../events/remove-events";
import { removeObservationsBefore } from "../index/observations";
import { pruneDictionaries } from "../index/prune-dictionaries";
import { forgetOldTombstones, removePastRetention } from "../index/remove-sessions";
import { toOldestEnd } from "../index/retention";
import { removeStrayNotesBefore } from "../notes/note-store";
import { cleanUpIfDue } from "./clean-up";
import { lastPersonAt } from "./people";
import type { SyncContext } from "./sync-context";

const EVERY_MS = 60_000;
/**
 * It looks through all rows, more than a second where there are a million, and images of the table are read
 * anew when something went. So not while people search, unless a second day has passed.
 */
const PRUNE_EVERY_MS = 24 * 3_600_000;
/** Nobody searches, where nobody has for so long. */
const QUIET_MS = 60_000;
const DAY_MS = 86_400_000;

/** Takes away what is past its retention, every minute, and cleans up after many changes. */
export async function runMaintenance(
  context: SyncContext,
  engine: OpenDatabase["engine"],
): Promise<never> {
  const now = () => context.clock.now().getTime();
  let pruneAt = now();
  for (;;) {
    await removeOld(context);
    const isQuiet = performance.now() - lastPersonAt() >= QUIET_MS;
    if (now() >= (isQuiet ? pruneAt : pruneAt + PRUNE_EVERY_MS)) {
      await pruneDictionaries(context.db);
      pruneAt = now() + PRUNE_EVERY_MS;
    }
    await cleanUpIfDue(context, engine);
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
