import "server-only";
import { sql } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import type { Db } from "../db/db";
import { readRows } from "../index/index-writer";
import type { SessionImage } from "./image/session-image";
import { toLikePattern, toNumberList } from "./sql-lists";

/** Words whose answers are remembered, and how many answers of each that is asked for bit by bit. */
const WORDS_KEPT = 16;
const ANSWERS_KEPT = 10_000;

/** By slot, whether the id there holds the word. An id stays with its slot for good. */
type Answers = Map<number, boolean>;

const kept = new WeakMap<SessionImage, LRUCache<string, Answers>>();

/** The slots whose ids hold the folded word; null where the image leaves too many candidates over. */
export async function findIdHolders(
  db: Db,
  image: SessionImage,
  folded: string,
): Promise<ReadonlySet<number> | null> {
  const candidates = image.idSignatures.findCandidates(folded);
  return candidates && askForHolders(db, image, { folded, slots: candidates });
}

/**
 * Which of the slots have ids that hold the folded word, as the table says. A page, its facets and the
 * next page ask for the same word, so its answers are remembered and only new slots are asked for.
 */
export async function askForHolders(
  db: Db,
  image: SessionImage,
  { folded, slots }: { folded: string; slots: readonly number[] },
): Promise<ReadonlySet<number>> {
  const answers = answersOf(image, folded);
  const known = slots.filter((slot) => answers.get(slot) === true);
  const unasked = slots.filter((slot) => !answers.has(slot));
  if (unasked.length === 0) return new Set(known);
  const asked = await ask(db, image, folded, unasked);
  const room = Math.max(ANSWERS_KEPT, 2 * slots.length);
  if (answers.size + asked.size > room) answers.clear();
  for (const [slot, holds] of asked) answers.set(slot, holds);
  return new Set([...known, ...unasked.filter((slot) => asked.get(slot) === true)]);
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
  folded: string,
  slots: readonly number[],
): Promise<Answers> {
  const rowNos = toNumberList(slots.map((slot) => columns.rowNo[slot] ?? 0));
  const rows = await readRows<{ row_no: number; holds: boolean }>(
    db,
    sql`select row_no, lower(id collate "C") like ${toLikePattern(folded)} as holds
      from session_index where row_no = any(${rowNos}::int[])`,
  );
  return new Map(rows.map(({ row_no, holds }) => [slotOf(row_no), holds]));
}
