import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../../index/index-writer";

/** How far the index has come. */
export type Position = {
  /** The last change; changes become visible in the order of their numbers. */
  changeNo: number;
  /** Another one means that the index was emptied and filled anew. */
  epoch: string;
};

/** One small statement, asked before each search. */
export async function readPosition(db: Db): Promise<Position> {
  const [row] = await readRows<{ change_no: number | string; epoch: string | null }>(
    db,
    sql`select greatest(
        (select max(change_no) from session_index),
        (select max(change_no) from session_tombstones),
        0
      ) as change_no,
      (select value::text from sync_state where key = 'epoch') as epoch`,
  );
  return { changeNo: Number(row?.change_no ?? 0), epoch: row?.epoch ?? "" };
}
