import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../../index/index-writer";
import { SYNC_FACTS, type SyncFacts } from "../../sync/status";

/** How far the index has come, and how it stands to Kayle. */
export type Position = {
  facts: SyncFacts;
  /** The last change; changes become visible in the order of their numbers. */
  changeNo: number;
  /** Another one means that the index was emptied and filled anew. */
  epoch: string;
};

/** One statement, asked before each search: each costs the built-in database a millisecond or two. */
export async function readPosition(db: Db): Promise<Position> {
  const [row] = await readRows<SyncFacts & { change_no: number | string; epoch: string | null }>(
    db,
    sql`select greatest(
        (select max(change_no) from session_index),
        (select max(change_no) from session_tombstones),
        0
      ) as change_no,
      (select value::text from sync_state where key = 'epoch') as epoch,
      ${SYNC_FACTS}`,
  );
  return {
    facts: row ?? { states: null, unreadable: 0, leader: null },
    changeNo: Number(row?.change_no ?? 0),
    epoch: row?.epoch ?? "",
  };
}
