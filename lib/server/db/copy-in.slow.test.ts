import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { readRows } from "../index/index-writer";
import { copyIn } from "./copy-in";
import { createCopyRows } from "./copy-rows";
import type { Db } from "./db";

type Row = {
  id: number;
  small: number;
  large: number | null;
  ms: number | null;
  words: string | null;
};

const STATEMENT = "copy copied (id, small, large, at, words) from stdin (format binary)";
const COLUMNS = 5;

/** What any Postgres stores: no character of number 0, no halves of a surrogate pair. */
const words = fc
  .string({ unit: "binary", maxLength: 200 })
  .map((text) => text.replaceAll("\0", "").toWellFormed());

const rowsOf = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    small: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
    large: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    ms: fc.option(fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(9999, 0) })),
    words: fc.option(words),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);

function toBytes(rows: readonly Row[]): Uint8Array<ArrayBuffer> {
  // Nothing is told of how much the texts take, so that room has to be made.
  const copy = createCopyRows(0);
  for (const { id, small, large, ms, words } of rows) {
    copy.row(COLUMNS);
    copy.int4(id);
    copy.int2(small);
    copy.int4(large);
    copy.instant(ms);
    copy.text(words);
  }
  return copy.finish();
}

function copyRows(db: Db, rows: readonly Row[]): Promise<void> {
  return db.transaction((tx) => copyIn(tx, STATEMENT, toBytes(rows)));
}

function readAll(db: Db): Promise<Row[]> {
  return readRows<Row>(
    db,
    sql`select id, small, large, (extract(epoch from at) * 1000)::float8 as ms, words
      from copied order by id`,
  );
}

const ROW: Row = { id: 1, small: 2, large: 3, ms: 4, words: "five" };

describeOnEngine("copying rows in", (engine) => {
  beforeEach(async () => {
    const { db } = engine.opened();
    await db.execute(sql`drop table if exists copied`);
    await db.execute(sql`create table copied
      (id integer primary key, small smallint, large integer, at timestamptz(3), words text)`);
  });

  test("brings every value as it was", async () => {
    const { db } = engine.opened();
    await fc.assert(
      fc.asyncProperty(rowsOf, async (rows) => {
        await db.execute(sql`truncate copied`);
        await copyRows(db, rows);
        expect(await readAll(db)).toEqual([...rows].sort((a, b) => a.id - b.id));
      }),
      { numRuns: 50 },
    );
  });

  test("takes a text that is longer than all the room there was", async () => {
    const { db } = engine.opened();
    const row = { ...ROW, words: "ü".repeat(300_000) };
    await copyRows(db, [row, { ...ROW, id: 2 }]);
    expect(await readAll(db)).toEqual([row, { ...ROW, id: 2 }]);
  });

  test("fails with Postgres's code where a key is there already; nothing stays, and the connection goes on", async () => {
    const { db } = engine.opened();
    await copyRows(db, [ROW]);
    const again = copyRows(db, [{ ...ROW, id: 2 }, ROW]);
    await expect(again).rejects.toMatchObject({ code: "23505" });
    expect(await readAll(db)).toEqual([ROW]);
    await copyRows(db, [{ ...ROW, id: 2 }]);
    expect(await readAll(db)).toEqual([ROW, { ...ROW, id: 2 }]);
  });

  test("belongs to its transaction", async () => {
    const { db } = engine.opened();
    const failed = db.transaction(async (tx) => {
      await copyIn(tx, STATEMENT, toBytes([ROW]));
      await tx.execute(sql`insert into copied (id) values (2)`);
      throw new Error("on purpose");
    });
    await expect(failed).rejects.toThrow("on purpose");
    expect(await readAll(db)).toEqual([]);
  });
});
