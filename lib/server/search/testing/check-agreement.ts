import "server-only";
import fc from "fast-check";
import { expect } from "vitest";
import { SEARCH_LIMIT_MAX, type SearchParams } from "@/lib/contracts/search-params";
import { parseSearch } from "@/lib/domain/search/parse";
import { SEARCH_KEYS } from "@/lib/domain/search/query";
import { CONTEXT } from "@/lib/domain/search/search.fixture";
import { formatSort } from "@/lib/domain/search/sort";
import type { SessionRecord } from "@/lib/domain/session";
import type { Db } from "../../db/db";
import { runSearch } from "../run-search";
import { anySort, conditionArbitraries } from "./queries";
import { NOW, searchByHand } from "./search-world";

/** An index and the sessions in it. */
export type World = { db: Db; sessions: readonly SessionRecord[] };

/** Each key of the language, alone and negated, finds what `matchesSearch` says. */
export async function checkEveryKey(world: World, numRuns: number): Promise<void> {
  const conditions = conditionArbitraries(world.sessions);
  for (const key of [...SEARCH_KEYS, "word"] as const) {
    const property = fc.asyncProperty(conditions[key], async (q) => {
      await checkSearch(world, q);
    });
    await fc.assert(property, { numRuns });
  }
}

/** The same for words beside other conditions. */
export async function checkWords(world: World, numRuns: number): Promise<void> {
  const conditions = conditionArbitraries(world.sessions);
  const other = fc.oneof(fc.constant(""), ...Object.values(conditions));
  const words = fc.array(conditions.word, { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(words, other, async (texts, condition) => {
    await checkSearch(world, [...texts, condition].join(" "));
  });
  await fc.assert(property, { numRuns });
}

/** The same for any conditions together, in any order of the list. Gives how many sessions were found. */
export async function checkTogether(world: World, numRuns: number): Promise<number> {
  const condition = fc.oneof(...Object.values(conditionArbitraries(world.sessions)));
  const conditions = fc.array(condition, { maxLength: 4 });
  let found = 0;
  const property = fc.asyncProperty(conditions, anySort, async (texts, sort) => {
    found += await checkSearch(world, texts.join(" "), toSortText(sort));
  });
  await fc.assert(property, { numRuns });
  return found;
}

/** Page by page every session comes once, whatever the size of a page. */
export async function checkPages(world: World, numRuns: number): Promise<void> {
  const condition = fc.oneof(...Object.values(conditionArbitraries(world.sessions)));
  const size = fc.integer({ min: 40, max: 400 });
  const property = fc.asyncProperty(condition, anySort, size, async (q, sort, limit) => {
    const pages = await readAllPages(world.db, { q, sort: toSortText(sort), limit });
    expect(pages).toEqual(searchByHand(termsOf(q), sort, world.sessions));
  });
  await fc.assert(property, { numRuns });
}

async function checkSearch({ db, sessions }: World, q: string, sort = "created"): Promise<number> {
  const answer = await ask(db, { q, sort, limit: SEARCH_LIMIT_MAX });
  const expected = searchByHand(termsOf(q), termsOf(`sort:${sort}`).sort, sessions);
  expect(answer.rows.map(({ id }) => id)).toEqual(expected.slice(0, SEARCH_LIMIT_MAX));
  expect(answer.cursor === null).toBe(expected.length <= SEARCH_LIMIT_MAX);
  expect(answer).toMatchObject({ total: expected.length, totalIsExact: true });
  return expected.length;
}

function ask(db: Db, params: Partial<SearchParams>) {
  const all = { q: "", zone: CONTEXT.zone, limit: 50, facets: false, ...params };
  return runSearch(db, all, NOW);
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

function toSortText(sort: Parameters<typeof formatSort>[0]): string {
  return formatSort(sort).slice("sort:".length);
}

function termsOf(q: string) {
  const result = parseSearch(q, CONTEXT);
  if (!result.ok) throw new Error(`${q}: ${result.errors.map(({ message }) => message).join(" ")}`);
  return result.query;
}
