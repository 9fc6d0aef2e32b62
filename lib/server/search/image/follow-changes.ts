import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { readRows } from "../../index/index-writer";
import { putRows } from "./load-image";
import type { SessionImage } from "./session-image";

const CHANGES_AT_ONCE = 5_000;

/** Brings the image up to `changeNo`, step by step in the order in which the changes were made. */
export async function followChanges(db: Db, image: SessionImage, changeNo: number): Promise<void> {
  while (image.changeNo < changeNo) {
    const from = image.changeNo;
    const to = Math.min(changeNo, await findStepEnd(db, from));
    const gone = await readGone(db, from, to);
    const rows = await putRows(db, image, sql`change_no > ${from} and change_no <= ${to}`);
    const lastChange = new Map(rows.map((row) => [row.rowNo, row.changeNo]));
    for (const { rowNo, changeNo: goneAt } of gone) {
      // A tombstone stays where its session came back later.
      if ((lastChange.get(rowNo) ?? 0) < goneAt) image.remove(rowNo);
    }
    image.changeNo = to;
  }
}

/**
 * Numbers have gaps, since a row that changes twice keeps its last one only. One statement, which goes by the
 * index: asked apart whether there is more, a planner without counts went through a million rows.
 */
async function findStepEnd(db: Db, from: number): Promise<number> {
  const [row] = await readRows<{ change_no: number | string | null; rows: number }>(
    db,
    sql`select max(change_no) as change_no, count(*)::int as rows from (
      select change_no from session_index where change_no > ${from}
      order by change_no limit ${CHANGES_AT_ONCE}) as step`,
  );
  return row?.rows === CHANGES_AT_ONCE ? Number(row.change_no) : Number.POSITIVE_INFINITY;
}

async function readGone(db: Db, from: number, to: number) {
  const rows = await readRows<{ row_no: number; change_no: number | string }>(
    db,
    sql`select row_no, change_no from session_tombstones
      where change_no > ${from} and change_no <= ${to}`,
  );
  return rows.map((row) => ({ rowNo: row.row_no, changeNo: Number(row.change_no) }));
}
