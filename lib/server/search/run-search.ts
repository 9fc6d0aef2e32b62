import "server-only";
import { sql } from "drizzle-orm";
import type { SearchResponse, SessionSummary } from "@/lib/contracts/search";
import type { SearchParams } from "@/lib/contracts/search-params";
import type { Db } from "../db/db";
import { SYNC_FACTS, type SyncFacts } from "../sync/status";
import { compileSearch } from "./compile-search";
import { type Counted, countSessions, countWithFacets } from "./count-sessions";
import { toCursorText } from "./cursor";
import { findPage } from "./find-page";
import { readQuestion, type SearchQuestion } from "./read-question";
import { type Ask, withSearchBudget } from "./with-search-budget";

export type SearchAnswer = Pick<
  SearchResponse["meta"],
  "total" | "totalIsExact" | "facets" | "facetsAreExact" | "cursor"
> & {
  rows: SessionSummary[];
  /** How the index stood to Kayle before it was searched. */
  facts: SyncFacts;
};

export type SearchOptions = {
  /**
   * Begins as soon as it is known how many fit, and must have ended well before rows are given away. Where
   * these cannot be read it may have ended well all the same.
   */
  beforeAnswer?: (found: Pick<SearchAnswer, "total" | "totalIsExact">) => Promise<void>;
};

/** So few that hold a word are gathered; with more of them the order is walked until a page is full. */
const FEW_MAX = 1_000;

/** Searches the index: totals and facets out of the counts, free words and rows out of the table. */
export async function runSearch(
  db: Db,
  params: SearchParams,
  now: Date,
  { beforeAnswer }: SearchOptions = {},
): Promise<SearchAnswer> {
  const question = readQuestion(params, now);
  let mayAnswer: Promise<void> | undefined;
  const found = await withSearchBudget(db, async (ask) => {
    const facts = await readFacts(ask);
    const search = await compileSearch(ask, question);
    const counted = params.facets
      ? await countWithFacets(ask, search, question.terms)
      : await countSessions(ask, search);
    // Not waited for in here: the built-in database has one connection, and this one holds it.
    mayAnswer = beforeAnswer?.(counted);
    mayAnswer?.catch(() => undefined);
    const { sort, after } = question;
    const isFew = search.counts === null && counted.totalIsExact && counted.total <= FEW_MAX;
    const count = counted.total === 0 || params.limit === 0 ? 0 : params.limit + 1;
    const page = await findPage(ask, search, { sort, after, count, isFew });
    return { facts, counted, page };
  });
  await mayAnswer;
  return toAnswer(found, params, question);
}

async function readFacts(ask: Ask): Promise<SyncFacts> {
  const [facts] = await ask<SyncFacts>(sql`select ${SYNC_FACTS}`);
  return facts ?? { states: null, unreadable: 0, leader: null };
}

type Found = { facts: SyncFacts; counted: Counted; page: Awaited<ReturnType<typeof findPage>> };

function toAnswer(
  { facts, counted, page }: Found,
  { q, zone, limit }: SearchParams,
  { sort, ids, now }: SearchQuestion,
): SearchAnswer {
  const rows = page.rows.slice(0, limit);
  const last = page.rows.length > limit ? page.keys[limit - 1] : undefined;
  const cursor = last ? toCursorText({ q, zone, sort, ids }, { now, after: last }) : null;
  return { ...counted, rows, cursor, facts };
}
