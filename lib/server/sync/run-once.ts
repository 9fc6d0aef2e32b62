import "server-only";
import { LeaseLostError, SYNC_LEASE } from "../index/sync-state";
import { openBackfill } from "./backfill";
import { checkTruth } from "./check-truth";
import { openEventCycle } from "./event-cycle";
import { createFreshCycle } from "./fresh-cycle";
import { openFullPass } from "./full-pass";
import { releaseLease, takeLease } from "./lease";
import { fillUp, type TermParts, withTerm } from "./run-term";

/**
 * Brings the index in step once: what is new, what is missing, and then a pass over the rest. With
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
        await fillUp(context, backfill, engine);
        await (await openFullPass(context)).runNow();
        await checkTruth(context);
        const events = await openEventCycle(context);
        while ((await events.run()) === 0) context.signal.throwIfAborted();
      }
    });
  } finally {
    await releaseLease(db, SYNC_LEASE, holder);
  }
}
