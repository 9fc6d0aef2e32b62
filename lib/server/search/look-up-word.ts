import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import type { SessionImage } from "./image/session-image";
import { toLikePattern, toNumberList } from "./sql-lists";
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
 * The sessions that hold a folded word in their id or their redirect URL; null for a common word,
 * which is better tested row by row in the order of the list.
 */
export async function lookUpWord(
  db: Db,
  image: SessionImage,
  folded: string,
  { slotsMax, commonShare }: WordLimits = WORD_LIMITS,
): Promise<Set<number> | null> {
  const isSmall = image.columns.length <= slotsMax;
  if (isSmall) return toSlots(image, await readRowNos(db, isHeldBy(folded), slotsMax), slotsMax);
  if (estimateShare(await getWordSample(db, image), folded) > commonShare) return null;
  const probe = findProbe(folded);
  const candidates = image.idSignatures.findCandidates(folded);
  if (probe === null || candidates === null) return scan(db, image, folded, slotsMax);
  if (candidates.length > slotsMax) return null;
  const inUrls = sql`search_text like ${toLikePattern(probe)} and ${isHeldBy(folded)}`;
  const rowNos = [
    ...(await readRowNos(db, inUrls, slotsMax)),
    ...(candidates.length === 0
      ? []
      : await readRowNos(db, isAmong(image, candidates, folded), slotsMax)),
  ];
  return toSlots(image, rowNos, slotsMax);
}

/** Whether a row holds the folded word. Compared row by row: written so that no index is used. */
export function isHeldBy(folded: string): SQL {
  const pattern = toLikePattern(folded);
  return sql`(lower(id collate "C") like ${pattern} or coalesce(search_text, '') like ${pattern})`;
}

function isAmong({ columns }: SessionImage, slots: readonly number[], folded: string): SQL {
  const rowNos = toNumberList(slots.map((slot) => columns.rowNo[slot] ?? 0));
  return sql`row_no = any(${rowNos}::int[]) and ${isHeldBy(folded)}`;
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
  folded: string,
  slotsMax: number,
): Promise<Set<number> | null> {
  const { rowNo, length } = image.columns;
  const last = rowNo.subarray(0, length).reduce((most, number) => Math.max(most, number), 0);
  const found: number[] = [];
  for (let from = 0; from <= last && found.length <= slotsMax; from += ROW_NUMBERS_AT_ONCE) {
    const to = from + ROW_NUMBERS_AT_ONCE;
    const where = sql`row_no >= ${from} and row_no < ${to} and ${isHeldBy(folded)}`;
    found.push(...(await readRowNos(db, where, slotsMax)));
  }
  return toSlots(image, found, slotsMax);
}

function toSlots(
  image: SessionImage,
  rowNos: readonly number[],
  slotsMax: number,
): Set<number> | null {
  const found = [...new Set(rowNos)];
  if (found.length > slotsMax) return null;
  return new Set(found.map(image.slotOf).filter((slot) => slot !== -1));
}
