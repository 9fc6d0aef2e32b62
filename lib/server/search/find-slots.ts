import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import type { SessionImage } from "./image/session-image";
import { toNumberList } from "./sql-lists";
import type { Walk } from "./walk";

/** Rows that one statement tests; grows, as a page is mostly found in the first. */
const FIRST_STEP = 250;
const STEP_MAX = 4_000;

export type Found = {
  slots: number[];
  /** Whether the walk came to its end, so that there is nothing further. */
  isEnd: boolean;
};

export type FindLimits = {
  /** Slots that are wanted. */
  count: number;
  /** Slots that are tested at most. */
  tested?: number;
};

/** The next slots of a walk whose rows pass `untested`. */
export async function findSlots(
  db: Db,
  image: SessionImage,
  walk: Walk,
  untested: SQL | null,
  { count, tested = Number.POSITIVE_INFINITY }: FindLimits,
): Promise<Found> {
  if (untested === null) {
    const slots = walk.next(count);
    return { slots, isEnd: slots.length < count };
  }
  const slots: number[] = [];
  let budget = tested;
  for (let step = FIRST_STEP; slots.length < count && budget > 0; ) {
    const candidates = walk.next(Math.min(step, budget));
    if (candidates.length === 0) return { slots, isEnd: true };
    slots.push(...(await testSlots(db, image, candidates, untested)));
    budget -= candidates.length;
    step = Math.min(step * 2, STEP_MAX);
  }
  return { slots: slots.slice(0, count), isEnd: false };
}

/** Those of the slots whose rows pass, in the order in which they came. */
async function testSlots(
  db: Db,
  { columns, slotOf }: SessionImage,
  slots: readonly number[],
  untested: SQL,
): Promise<number[]> {
  const rowNos = slots.map((slot) => columns.rowNo[slot] ?? 0);
  const rows = await readRows<{ row_no: number }>(
    db,
    sql`select row_no from session_index
      where row_no = any(${toNumberList(rowNos)}::int[]) and ${untested}`,
  );
  const passed = new Set(rows.map((row) => slotOf(row.row_no)));
  return slots.filter((slot) => passed.has(slot));
}
