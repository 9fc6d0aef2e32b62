import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { sessionIndex } from "../../db/index-schema";
import { knowsAll, readDictionaries } from "./dictionaries";
import { type ImageRow, PACKED_ROWS, unpackRows } from "./packed-rows";
import { readPosition } from "./position";
import { createSessionImage, type SessionImage } from "./session-image";

/** Row numbers of one statement: so many take some 20 ms, and others get their turn in between. */
const ROW_NUMBERS_AT_ONCE = 20_000;

/** Reads the whole index: some ten seconds for a million sessions. */
export async function loadImage(db: Db): Promise<SessionImage> {
  const { changeNo } = await readPosition(db);
  const { first, last, count } = await readExtent(db);
  const image = createSessionImage(count + Math.ceil(count / 16) + 1024);
  await readDictionaries(db, image.dictionaries);
  const read = (from: number) =>
    readRowsWhere(db, sql`row_no >= ${from} and row_no < ${from + ROW_NUMBERS_AT_ONCE}`);
  let next = read(first);
  for (let from = first; from <= last; from += ROW_NUMBERS_AT_ONCE) {
    const rows = await next;
    // The database reads on while these are put in.
    if (from + ROW_NUMBERS_AT_ONCE <= last) {
      next = read(from + ROW_NUMBERS_AT_ONCE);
      // Whoever awaits it hears of its failure; this is for the case that nobody comes to that.
      next.catch(() => undefined);
    }
    await putAll(db, image, rows);
  }
  // What was written while it was read comes with the next changes; some of it is in already.
  image.changeNo = changeNo;
  for (const order of Object.values(image.orders)) order.settle();
  return image;
}

/** Puts the rows that fit `where` into the image and gives the last of them, in order of changes. */
export async function putRows(db: Db, image: SessionImage, where: SQL): Promise<ImageRow[]> {
  const rows = await readRowsWhere(db, where);
  await putAll(db, image, rows);
  return rows;
}

async function readRowsWhere(db: Db, where: SQL): Promise<ImageRow[]> {
  const [packed] = await db.select(PACKED_ROWS).from(sessionIndex).where(where);
  return unpackRows(packed);
}

async function putAll(db: Db, image: SessionImage, rows: readonly ImageRow[]): Promise<void> {
  if (!rows.every((row) => knowsAll(image.dictionaries, row))) {
    await readDictionaries(db, image.dictionaries);
  }
  for (const row of rows) image.put(row);
}

async function readExtent(db: Db) {
  const [extent] = await db
    .select({
      first: sql<number>`coalesce(min(row_no), 0)`.mapWith(Number),
      last: sql<number>`coalesce(max(row_no), -1)`.mapWith(Number),
    })
    .from(sessionIndex);
  const { first, last } = extent ?? { first: 0, last: -1 };
  return { first, last, count: last - first + 1 };
}
