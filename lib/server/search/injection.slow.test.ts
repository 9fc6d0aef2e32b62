import { sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { searchParamsSchema } from "@/lib/contracts/search-params";
import { SEARCH_KEYS } from "@/lib/domain/search/query";
import { quoteValue } from "@/lib/domain/search/tokenize";
import { describeOnEngine } from "@/test/engines";
import type { Db } from "../db/db";
import { isDeskError } from "../http/desk-error";
import { readRows } from "../index/index-writer";
import { runSearch } from "./run-search";
import { fillIndex, makeWorld, NOW } from "./testing/search-world";

const SETUP_MS = 120_000;

const HOSTILE = [
  "'; drop table session_index; --",
  "1' or '1'='1",
  "$1) or true --",
  "%' or 1=1 --",
  "\\'; select pg_sleep(9); --",
  "{1,2});delete from staff;--",
  "$1}::text",
  "x'||(select key from sign_in_limits)||'",
];

/** The words of a search are read in one of these, unless a question brings a hostile one. */
const ZONES = ["UTC", "Europe/Paris", "Asia/Kathmandu", "Pacific/Kiritimati"];

type Session = { prepareQuery: (query: { sql: string }, ...rest: unknown[]) => unknown };

/** The text of every statement that the database is asked to run from now on. */
function listenTo(db: Db): string[] {
  const statements: string[] = [];
  // Every way of asking in Drizzle comes through here, in transactions too; its type keeps it to itself.
  const sessions: Session = Object.getPrototypeOf(Reflect.get(db, "session"));
  const prepare = sessions.prepareQuery;
  vi.spyOn(sessions, "prepareQuery").mockImplementation(function (this: Session, query, ...rest) {
    statements.push(query.sql);
    return prepare.call(this, query, ...rest);
  });
  return statements;
}

afterEach(() => vi.restoreAllMocks());

describeOnEngine("a hostile search", (engine) => {
  let count = 0;

  beforeAll(async () => {
    const sessions = makeWorld(1);
    count = sessions.length;
    await fillIndex(engine.opened().db, sessions);
  }, SETUP_MS);

  test(
    "finds nothing and changes no statement, through every key, word, sort, zone and cursor",
    async () => {
      const { db } = engine.opened();
      const statements = listenTo(db);
      const questions = HOSTILE.flatMap((text) => [
        ...SEARCH_KEYS.map((key) => ({ q: `${key}:${quoteValue(text)}` })),
        ...SEARCH_KEYS.map((key) => ({ q: `-${key}:${text}` })),
        { q: quoteValue(text) },
        { q: text },
        { q: "", sort: text },
        { q: "", cursor: Buffer.from(JSON.stringify({ of: text })).toString("base64url") },
        { q: `status:${quoteValue(text)} ${quoteValue(text)} sort:ended` },
        { q: "xyz", ids: [text] },
        { q: "created:today ended:<1h", zone: text },
        { q: `created:${quoteValue(text)}`, zone: text },
      ]);
      for (const [at, question] of questions.entries()) {
        const zone = ZONES[at % ZONES.length] ?? "UTC";
        const params = { zone, limit: 5, facets: true, ...question };
        const answer = await runSearch(db, params, NOW).catch((error: unknown) => error);
        if (isDeskError(answer)) expect(answer.code).toMatch(/^INVALID_/);
        else expect(answer).not.toBeInstanceOf(Error);
        if (question.q === quoteValue(HOSTILE[0] ?? "")) expect(answer).toMatchObject({ total: 0 });
      }
      const texts = new Set(statements);
      // Statements differ by which keys are asked for, and hold nothing that a person wrote.
      expect(texts.size).toBeGreaterThan(4);
      expect(texts.size).toBeLessThan(80);
      for (const text of texts) {
        for (const hostile of HOSTILE) expect(text).not.toContain(hostile);
        expect(text).not.toMatch(/drop table|pg_sleep|delete from staff/);
      }
      const [left] = await readRows<{ count: number | string }>(
        engine.opened().db,
        sql`select count(*) as count from session_index`,
      );
      expect(Number(left?.count)).toBe(count);
    },
    SETUP_MS,
  );

  test("a zone that is none is refused at the door", () => {
    for (const zone of [...HOSTILE, "Mars/Olympus", ""]) {
      expect(searchParamsSchema.safeParse({ zone }).success).toBe(false);
    }
  });

  test("takes the signs of a pattern as they are", async () => {
    const total = async (q: string) =>
      (await runSearch(engine.opened().db, { q, zone: "UTC", limit: 0, facets: false }, NOW)).total;
    expect(await total('"%example%"')).toBe(0);
    expect(await total("sh_p.example")).toBe(0);
    expect(await total("shop.example")).toBeGreaterThan(0);
    expect(await total("%zz")).toBeGreaterThan(0);
  });
});
