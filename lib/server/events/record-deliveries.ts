import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { isAnyOf, readRows } from "../index/index-writer";
import type { DeliveriesRead } from "../upstream/types";
import { writeDeliveries } from "./write-deliveries";

/**
 * Keeps what Kayle, asked at `askedAt`, has as the deliveries of an event. What it no longer lists
 * goes, unless a later answer had it. Nothing happens for an event that is gone meanwhile.
 */
export async function recordDeliveries(
  db: Db,
  eventId: string,
  { deliveries, isWhole }: DeliveriesRead,
  askedAt: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    // Held until the end, so that the event cannot go between the question and the rows.
    const event = await readRows(
      tx,
      sql`select 1 from kayle_events where id = ${eventId} for key share`,
    );
    if (event.length === 0) return;
    const reads = deliveries.map((delivery) => ({ eventId, delivery, askedAt }));
    await writeDeliveries(tx, reads, { isSummary: false });
    if (!isWhole) return;
    const listed = isAnyOf(
      sql`id`,
      deliveries.map(({ id }) => id),
    );
    await tx.execute(sql`delete from kayle_deliveries where event_id = ${eventId}
      and read_at <= ${askedAt.toISOString()}::timestamptz and not ${listed}`);
  });
}
