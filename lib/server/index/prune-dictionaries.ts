import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { renewEpoch } from "./epoch";
import { type Executor, readRows, withIndexWriter } from "./index-writer";

/** Entries that stand for a customer's own names; kinds are Kayle's words and few. */
const USES = [
  { table: "redirect_hosts", column: "redirect_host_id" },
  { table: "claim_sets", column: "claim_set_id" },
  { table: "webhook_sets", column: "webhook_set_id" },
] as const;

/**
 * Forgets hosts, sets of claims and sets of endpoints that no session has any more. Gives how many.
 * With the epoch that it renews, whoever knows their numbers by heart learns that they are gone.
 */
export async function pruneDictionaries(db: Db): Promise<number> {
  // Nothing to do is the rule, and then no writer has to wait.
  if ((await countUnused(db)) === 0) return 0;
  return withIndexWriter(db, async (tx) => {
    let gone = 0;
    for (const use of USES) gone += await removeUnused(tx, use);
    if (gone > 0) await renewEpoch(tx);
    return gone;
  });
}

async function countUnused(db: Pick<Executor, "execute">): Promise<number> {
  const counts = USES.map(
    (use) => sql`(select count(*) from ${sql.identifier(use.table)} d where ${isUnused(use)})`,
  );
  const [row] = await readRows<{ unused: number }>(
    db,
    sql`select (${sql.join(counts, sql` + `)})::integer as unused`,
  );
  return row?.unused ?? 0;
}

async function removeUnused(
  tx: Pick<Executor, "execute">,
  use: (typeof USES)[number],
): Promise<number> {
  const gone = await readRows(
    tx,
    sql`delete from ${sql.identifier(use.table)} d where ${isUnused(use)} returning d.id`,
  );
  return gone.length;
}

function isUnused({ column }: (typeof USES)[number]): SQL {
  return sql`not exists (select 1 from session_index s where s.${sql.identifier(column)} = d.id)`;
}
