import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import type { SessionImage } from "./image/session-image";
import { toLikePattern } from "./sql-lists";
import { estimateShare, getWordSample } from "./word-sample";

export type WordLimits = {
  /** More sessions than this are not fetched for one word. */
  slotsMax: number;
  /** A word in more than this part of a sample is common. */
  commonShare: number;
};

export const WORD_LIMITS: WordLimits = { slotsMax: 10_000, commonShare: 0.005 };

/** Row numbers of one statement where no index helps. */
const ROW_NUMBERS_AT_ONCE = 50_000;

/**
 * The sessions that hold a folded word; null for a common word, which is better tested row by row in
 * the order of the list.
 */
export async function lookUpWord(
  db: Db,
  image: SessionImage,
  folded: string,
  { slotsMax, commonShare }: WordLimits = WORD_LIMITS,
): Promise<Set<number> | null> {
  const isSmall = image.columns.length <= slotsMax;
  if (!isSmall && estimateShare(await getWordSample(db, image), folded) > commonShare) return null;
  const probe = findProbe(folded);
  const isWanted = isHeldBy(folded);
  if (probe === null && !isSmall) return scan(db, image, isWanted, slotsMax);
  const where = probe === null ? isWanted : sql`${isIndexed(probe)} and ${isWanted}`;
  return toSlots(image, await readRowNos(db, where, slotsMax), slotsMax);
}

/** Whether the texts of a row hold the folded word, compared row by row and by no index. */
export function isHeldBy(folded: string): SQL {
  return sql`(search_text || '') like ${toLikePattern(folded)}`;
}

function isIndexed(probe: string): SQL {
  return sql`search_text like ${toLikePattern(probe)}`;
}

/**
 * What the trigram index looks for: the longest run of letters and digits. With a word's edges in it,
 * the index would also go through all texts where some word begins or ends like that.
 */
function findProbe(folded: string): string | null {
  const runs = folded.match(/[a-z0-9]{3,}/g) ?? [];
  return runs.reduce<string | null>(
    (longest, run) => (longest === null || run.length > longest.length ? run : longest),
    null,
  );
}

async function readRowNos(db: Db, where: SQL, slotsMax: number): Promise<number[]> {
  const rows = await readRows<{ row_no: number }>(
    db,
    sql`select row_no from session_index where ${where} limit ${slotsMax + 1}`,
  );
  return rows.map((row) => row.row_no);
}

/** Goes through the whole table in steps, so that others get their turn in between. */
async function scan(
  db: Db,
  image: SessionImage,
  isWanted: SQL,
  slotsMax: number,
): Promise<Set<number> | null> {
  const { rowNo, length } = image.columns;
  const last = rowNo.subarray(0, length).reduce((most, number) => Math.max(most, number), 0);
  const found: number[] = [];
  for (let from = 0; from <= last && found.length <= slotsMax; from += ROW_NUMBERS_AT_ONCE) {
    const to = from + ROW_NUMBERS_AT_ONCE;
    const where = sql`row_no >= ${from} and row_no < ${to} and ${isWanted}`;
    found.push(...(await readRowNos(db, where, slotsMax)));
  }
  return toSlots(image, found, slotsMax);
}

function toSlots(
  image: SessionImage,
  rowNos: readonly number[],
  slotsMax: number,
): Set<number> | null {
  if (rowNos.length > slotsMax) return null;
  return new Set(rowNos.map(image.slotOf).filter((slot) => slot !== -1));
}
