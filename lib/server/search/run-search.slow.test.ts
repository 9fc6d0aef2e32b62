import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { CONTEXT } from "@/lib/domain/search/search.fixture";
import { describeOnEngine } from "@/test/engines";
import { runSearch } from "./run-search";
import {
  checkEveryKey,
  checkPages,
  checkTogether,
  checkWords,
  type World,
} from "./testing/check-agreement";
import { fillIndex, makeWorld, NOW } from "./testing/search-world";

const SETUP_MS = 120_000;

describeOnEngine("the search", (engine) => {
  const sessions = makeWorld(5);
  const world = (): World => ({ db: engine.opened().db, sessions });

  beforeAll(() => fillIndex(engine.opened().db, sessions), SETUP_MS);

  test("finds what the grammar says, for every key, alone and negated", () =>
    checkEveryKey(world(), 6));

  test("finds words that are common, rare and in between, beside other conditions", () =>
    checkWords(world(), 30));

  test("finds what the grammar says for any conditions together, in any order of the list", async () => {
    expect(await checkTogether(world(), 60)).toBeGreaterThan(500);
  });

  test("gives every session once, page by page, whatever the size of a page", () =>
    checkPages(world(), 10));
});

describeOnEngine("next to a word that very many sessions hold", (engine) => {
  const OTHERS = 11_000;

  /** Sessions are copied within the table: their counts play no part next to a word. */
  beforeAll(async () => {
    const { db } = engine.opened();
    await fillIndex(db, makeWorld(1));
    await db.execute(sql`insert into session_index
      select (jsonb_populate_record(s, jsonb_build_object('id', rpad('vs_copy' || n || 'x', 67, '0')))).*
      from session_index s cross join generate_series(1, ${OTHERS}) n
      where s.id = (select min(id) from session_index where search_text like '%shop.example%')`);
  }, SETUP_MS);

  const ask = (q: string, facets: boolean) =>
    runSearch(engine.opened().db, { q, zone: CONTEXT.zone, limit: 5, facets }, NOW);

  test("totals stop at 10,000 and say so, and facets count the newest", async () => {
    const { facets, ...counted } = await ask("shop.example", true);
    expect(counted).toMatchObject({ total: 10_000, totalIsExact: false });
    const counts = facets?.status?.map(({ count }) => count) ?? [];
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_001);
    expect(await ask("shop.example", false)).toMatchObject({ total: 10_000, totalIsExact: false });
  });

  test("a condition that leaves few over makes the total exact again", async () => {
    const rare = await ask("shop.example -has:claims -copy", false);
    expect(rare.totalIsExact).toBe(true);
    expect((await ask("shop.example nfc:3", true)).total).toBe(
      (await ask("shop.example nfc:3", false)).total,
    );
  });
});
