import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../../index/index-writer";

/** Who holds a lease now; null when nobody does. */
export async function findLeaseHolder(
  db: Pick<Db, "execute">,
  name: string,
): Promise<string | null> {
  const [row] = await readRows<{ holder: string }>(
    db,
    sql`select holder from leases where name = ${name} and expires_at >= clock_timestamp()`,
  );
  return row?.holder ?? null;
}
