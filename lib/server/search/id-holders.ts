import "server-only";
import { sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import type { SessionImage } from "./image/session-image";
import { toLikePattern, toNumberList } from "./sql-lists";

/** Words whose candidates are remembered; some hundred numbers each. */
const WORDS_KEPT = 16;

/** By slot, whether the id there holds the word. An id stays with its slot for good. */
type Answers = Map<number, boolean>;

const kept = new WeakMap<SessionImage, LRUCache<string, Answers>>();

/**
 * The slots whose ids hold the folded word; null where the image cannot tell. The image leaves few
 * candidates over, and the table says which of them do. A page, its facets and the next page ask for the
 * same word, so the table's answers are remembered; only new candidates are asked for again.
 */
export async function findIdHolders(
  db: Db,
  image: SessionImage,
  folded: string,
): Promise<Set<number> | null> {
  const candidates = image.idSignatures.findCandidates(folded);
  if (candidates === null || candidates.length === 0) return candidates && new Set();
  const answers = answersOf(image, folded);
  const unasked = candidates.filter((slot) => !answers.has(slot));
  if (unasked.length > 0) await ask(db, image, { folded, slots: unasked, answers });
  return new Set(candidates.filter((slot) => answers.get(slot) === true));
}

function answersOf(image: SessionImage, folded: string): Answers {
  const words = kept.get(image) ?? new LRUCache<string, Answers>({ max: WORDS_KEPT });
  kept.set(image, words);
  const answers = words.get(folded) ?? new Map<number, boolean>();
  words.set(folded, answers);
  return answers;
}

/** A session that is gone has no answer and is asked for again, in case it comes back. */
async function ask(
  db: Db,
  { columns, slotOf }: SessionImage,
  { folded, slots, answers }: { folded: string; slots: readonly number[]; answers: Answers },
): Promise<void> {
  const rowNos = toNumberList(slots.map((slot) => columns.rowNo[slot] ?? 0));
  const rows = await readRows<{ row_no: number; holds: boolean }>(
    db,
    sql`select row_no, lower(id collate "C") like ${toLikePattern(folded)} as holds
      from session_index where row_no = any(${rowNos}::int[])`,
  );
  for (const { row_no, holds } of rows) {
    const slot = slotOf(row_no);
    if (slot !== -1) answers.set(slot, holds);
  }
}
