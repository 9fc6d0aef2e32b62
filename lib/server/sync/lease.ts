import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";

/**
 * Takes or renews a lease; false while another holder has it. The database's clock counts, so that
 * the clocks of the desks need not agree. `force` takes it from another holder.
 */
export async function takeLease(
  db: Pick<Db, "execute">,
  lease: { name: string; holder: string; leaseMs: number; force?: boolean },
): Promise<boolean> {
  const expiresAt = sql`clock_timestamp() + ${lease.leaseMs} * interval '1 millisecond'`;
  const taken = await readRows(
    db,
    sql`insert into leases (name, holder, term, expires_at)
      values (${lease.name}, ${lease.holder}, 1, ${expiresAt})
      on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at,
        term = leases.term + (leases.holder <> excluded.holder)::integer
      where leases.holder = excluded.holder or leases.expires_at < clock_timestamp()
        or ${lease.force ?? false}
      returning term`,
  );
  return taken.length > 0;
}

/** Gives a lease back, so that another desk need not wait. Harmless for one that has been lost. */
export async function releaseLease(
  db: Pick<Db, "execute">,
  name: string,
  holder: string,
): Promise<void> {
  await db.execute(sql`delete from leases where name = ${name} and holder = ${holder}`);
}
