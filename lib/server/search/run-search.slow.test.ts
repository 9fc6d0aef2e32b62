import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { SEARCH_LIMIT_MAX, type SearchParams } from "@/lib/contracts/search-params";
import { parseSearch } from "@/lib/domain/search/parse";
import { SEARCH_KEYS } from "@/lib/domain/search/query";
import { CONTEXT } from "@/lib/domain/search/search.fixture";
import { formatSort } from "@/lib/domain/search/sort";
import type { SessionRecord } from "@/lib/domain/session";
import { describeOnEngine } from "@/test/engines";
import type { Db } from "../db/db";
import type { WordLimits } from "./match-word";
import { runSearch } from "./run-search";
import { anySort, conditionArbitraries } from "./testing/queries";
import { fillIndex, makeWorld, NOW, readRowNos, searchByHand } from "./testing/search-world";

const SETUP_MS = 120_000;
const RUNS_MS = 120_000;

/** So low that the small world of the tests goes every way that a large one goes. */
const LOW_LIMITS = { fewMax: 60, manyShare: 0.05 };

function ask(db: Db, params: Partial<SearchParams>, limits?: WordLimits) {
  const all = { q: "", zone: CONTEXT.zone, limit: 50, facets: false, ...params };
  return runSearch(db, all, NOW, { ...(limits && { limits }) });
}

/** Every id of a list, page by page. */
async function readAllPages(db: Db, params: Partial<SearchParams>): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await ask(db, { ...params, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.rows.map(({ id }) => id));
    if (page.cursor === null) return ids;
    cursor = page.cursor;
  }
}

function termsOf(q: string) {
  const result = parseSearch(q, CONTEXT);
  if (!result.ok) throw new Error(`${q}: ${result.errors.map(({ message }) => message).join(" ")}`);
  return result.query;
}

describeOnEngine("the search", (engine) => {
  let sessions: SessionRecord[] = [];
  let rowNos = new Map<string, number>();

  beforeAll(async () => {
    sessions = makeWorld(10);
    await fillIndex(engine.opened().db, sessions);
    rowNos = await readRowNos(engine.opened().db);
  }, SETUP_MS);

  async function checkSearch(q: string, sort = "created", limits?: WordLimits) {
    const { db } = engine.opened();
    const query = termsOf(q);
    const answer = await ask(db, { q, sort, limit: SEARCH_LIMIT_MAX }, limits);
    const expected = searchByHand(query, termsOf(`sort:${sort}`).sort, sessions, rowNos);
    expect(answer.rows.map(({ id }) => id)).toEqual(expected.slice(0, SEARCH_LIMIT_MAX));
    expect(answer.cursor === null).toBe(expected.length <= SEARCH_LIMIT_MAX);
    if (answer.totalIsExact) expect(answer.total).toBe(expected.length);
    else expect(answer.total).toBeLessThanOrEqual(expected.length);
    return expected.length;
  }

  test(
    "finds what the grammar says, for every key, alone and negated",
    async () => {
      const conditions = conditionArbitraries(sessions);
      for (const key of [...SEARCH_KEYS, "word"] as const) {
        await fc.assert(
          fc.asyncProperty(conditions[key], async (q) => void (await checkSearch(q))),
          { numRuns: 25 },
        );
      }
    },
    RUNS_MS,
  );

  test(
    "finds words that are common, rare and in between, beside other conditions",
    async () => {
      const conditions = conditionArbitraries(sessions);
      const other = fc.oneof(fc.constant(""), ...Object.values(conditions));
      const question = fc.tuple(fc.array(conditions.word, { minLength: 1, maxLength: 3 }), other);
      await fc.assert(
        fc.asyncProperty(question, async ([words, condition]) => {
          await checkSearch([...words, condition].join(" "), "created", LOW_LIMITS);
        }),
        { numRuns: 150 },
      );
    },
    RUNS_MS,
  );

  test(
    "finds what the grammar says for any conditions together, in any order of the list",
    async () => {
      const condition = fc.oneof(...Object.values(conditionArbitraries(sessions)));
      const question = fc.tuple(fc.array(condition, { maxLength: 4 }), anySort);
      let found = 0;
      await fc.assert(
        fc.asyncProperty(question, async ([conditions, sort]) => {
          found += await checkSearch(conditions.join(" "), formatSort(sort).slice("sort:".length));
        }),
        { numRuns: 200 },
      );
      expect(found).toBeGreaterThan(1000);
    },
    RUNS_MS,
  );

  test(
    "gives every session once, page by page, whatever the size of a page",
    async () => {
      const condition = fc.oneof(...Object.values(conditionArbitraries(sessions)));
      const question = fc.tuple(condition, anySort, fc.integer({ min: 40, max: 400 }));
      await fc.assert(
        fc.asyncProperty(question, async ([q, sort, limit]) => {
          const { db } = engine.opened();
          const pages = await readAllPages(db, { q, sort: formatSort(sort).slice(5), limit });
          expect(pages).toEqual(searchByHand(termsOf(q), sort, sessions, rowNos));
        }),
        { numRuns: 30 },
      );
    },
    RUNS_MS,
  );
});
