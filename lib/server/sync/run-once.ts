import "server-only";
import { pruneDictionaries } from "../index/prune-dictionaries";
import { LeaseLostError, SYNC_LEASE } from "../index/sync-state";
import { openBackfill } from "./backfill";
import { checkTruth } from "./check-truth";
import { cleanUpIfDue } from "./clean-up";
import { openEventCycle } from "./event-cycle";
import { createFreshCycle } from "./fresh-cycle";
import { openFullPass } from "./full-pass";
import { releaseLease, takeLease } from "./lease";
import { removeOld } from "./maintenance";
import { fillUp, type TermParts, withTerm } from "./run-term";

/**
 * Brings the index in step once: what is new, what is missing, then a pass over the rest, and
 * takes away what is past its time. With
 * `prepare`, that runs first, under the lease. @throws LeaseLostError while another desk has the sync
 * and `force` is not set.
 */
export async function runOnce(
  parts: TermParts,
  options: { force: boolean; prepare?: () => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const { db, holder, settings, engine } = parts;
  const force = options.force || engine === "pglite";
  const lease = { name: SYNC_LEASE, holder, leaseMs: settings.leaseMs, force };
  if (!(await takeLease(db, lease))) throw new LeaseLostError();
  try {
    await options.prepare?.();
    await withTerm(parts, signal, async (context) => {
      const backfill = await openBackfill(context);
      return [passOnce()];

      async function passOnce(): Promise<void> {
        await createFreshCycle(context).run();
        await fillUp(context, backfill);
        await cleanUpIfDue(context, engine);
        await (await openFullPass(context)).runNow();
        await removeOld(context);
        await pruneDictionaries(db);
        await checkTruth(context);
        const events = await openEventCycle(context);
        while ((await events.run()) === 0) context.signal.throwIfAborted();
      }
    });
  } finally {
    await releaseLease(db, SYNC_LEASE, holder);
  }
}
