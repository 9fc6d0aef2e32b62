import "server-only";
import { LeaseLostError, SYNC_LEASE } from "../index/sync-state";
import { planBackfill } from "./backfill";
import { checkCounts } from "./count-check";
import { openEventSync } from "./event-sync";
import { openFullResync } from "./full-resync";
import { createIncrementalSync } from "./incremental-sync";
import { fillIndex, type LeadershipParts, withLeadership } from "./leadership";
import { releaseLease, takeLease } from "./lease";
import { removeOld } from "./maintenance";
import type { SyncContext } from "./sync-context";

/**
 * Brings the index in step once: what is new, what is missing, then a full resync, and takes away what
 * is past its time. With `prepare`, that runs first, under the lease.
 *
 * @throws LeaseLostError while another desk leads and `force` is not set
 */
export async function runOnce(
  parts: LeadershipParts,
  options: { force: boolean; prepare?: () => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const { db, leader, settings, engine } = parts;
  const force = options.force || engine === "pglite";
  const lease = { name: SYNC_LEASE, holder: leader, leaseMs: settings.leaseMs, force };
  if (!(await takeLease(db, lease))) throw new LeaseLostError();
  try {
    await options.prepare?.();
    await withLeadership(parts, signal, async (context) => [syncAll(parts, context)]);
  } finally {
    await releaseLease(db, SYNC_LEASE, leader);
  }
}

async function syncAll(parts: LeadershipParts, context: SyncContext): Promise<void> {
  const plan = await planBackfill(context);
  await createIncrementalSync(context).run();
  await fillIndex(parts, context, plan);
  await (await openFullResync(context)).run({ isNew: true });
  await removeOld(context);
  await checkCounts(context);
  const events = await openEventSync(context);
  await events.readNew();
  await events.readOld();
}
