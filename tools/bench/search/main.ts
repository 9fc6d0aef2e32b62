import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { hashPassword } from "@/lib/server/auth/passwords";
import { openDatabase } from "@/lib/server/db/open-database";
import { insertStaff } from "@/lib/server/staff/staff-store";
import { buildIfNeeded } from "@/scripts/serve/build";
import { endChildren, endOnSignals } from "@/scripts/setup/children.mjs";
import { listPostgresBuilds } from "@/test/postgres/find-postgres";
import { startAnyPostgres } from "@/test/postgres/start-any-postgres";
import { ACCOUNT, type BenchDesk, type DatabasePlace, startBenchDesk } from "./desk";
import { type Goals, type Timing, toTable, toVerdict, toVerdicts } from "./figures";
import { BENCH_QUERIES, type BenchQuery, hasWord } from "./queries";
import { seedIndex } from "./seed";

/**
 * `npm run bench:search -- --engine postgres|pglite --rows N [--rounds 20]`: seeds an index by SQL, starts the
 * built desk on it, signs in and asks each of the written searches over HTTP as a browser does, rows and
 * facets apart, alone and while 20 sessions a second arrive. The same desk on 1,000 rows says what memory
 * the rows cost.
 */
const { values } = parseArgs({
  options: {
    engine: { type: "string", default: "postgres" },
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "20" },
  },
});
const FEW_ROWS = 1_000;
const ARRIVALS_PER_SECOND = 20;
const MEMORY_GOAL_MB = 50;
const READY_GOAL_MS = 6_000;
const FIRST_GOAL_MS = 300;
const GOALS: Record<string, Goals> = {
  postgres: { rows: 40, facets: 80, word: 200 },
  pglite: { rows: 50, facets: 150, word: 150 },
};

const rounds = Number(values.rounds);
const goals = GOALS[values.engine];
if (!goals) throw new Error("--engine is postgres or pglite.");
endOnSignals();
if ((await buildIfNeeded(process.cwd())) !== 0) process.exit(1);
const folder = mkdtempSync(join(tmpdir(), "desk-bench-"));
try {
  const few = await measureDesk(FEW_ROWS);
  const many = await measureDesk(Number(values.rows));
  for (const line of toVerdicts(many.alone, goals)) say(line);
  say(`while ${ARRIVALS_PER_SECOND} sessions a second arrive:`);
  for (const line of toVerdicts(many.busy, goals)) say(line);
  const more = (many.memoryMb ?? Number.NaN) - (few.memoryMb ?? Number.NaN);
  say(
    toVerdict(
      more <= MEMORY_GOAL_MB,
      `memory <= ${MEMORY_GOAL_MB} MB above that with ${FEW_ROWS} rows`,
      `${more} MB`,
    ),
  );
  say(
    toVerdict(
      many.readyMs <= READY_GOAL_MS,
      `ready <= ${READY_GOAL_MS} ms`,
      `${many.readyMs.toFixed(0)} ms`,
    ),
  );
  say(
    toVerdict(
      many.firstMs <= FIRST_GOAL_MS,
      `first search <= ${FIRST_GOAL_MS} ms`,
      `${many.firstMs.toFixed(0)} ms`,
    ),
  );
} finally {
  await endChildren();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function measureDesk(rows: number) {
  const { place, stop } = await makeDatabase(rows);
  const desk = await startBenchDesk(folder, place);
  const firstMs = await time(() => desk.search({ q: "", limit: 50, facets: false }));
  say(
    `${rows} rows: ready after ${desk.readyMs.toFixed(0)} ms, first search ${firstMs.toFixed(0)} ms`,
  );
  const alone = await measureAll(desk);
  const endArrivals = desk.startArrivals(ARRIVALS_PER_SECOND);
  const busy = await measureAll(desk);
  endArrivals();
  const memoryMb = desk.readMemoryMb();
  say(`${rows} rows: memory of the desk ${memoryMb} MB`);
  if (rows > FEW_ROWS) {
    say(`\nalone\n${toTable(alone)}\n\nwhile sessions arrive\n${toTable(busy)}\n`);
  }
  await desk.end();
  await stop();
  return { alone, busy, memoryMb, readyMs: desk.readyMs, firstMs };
}

/** A database with so many sessions and the account that signs in. */
async function makeDatabase(
  rows: number,
): Promise<{ place: DatabasePlace; stop: () => Promise<void> }> {
  const place: DatabasePlace = { DESK_DATA_DIR: join(folder, String(rows)) };
  let stop = async () => undefined;
  if (values.engine === "postgres") {
    const { server, faults } = await startAnyPostgres(listPostgresBuilds());
    if (server === null) throw new Error(faults.join("\n"));
    place.DATABASE_URL = server.url;
    stop = async () => void (await server.stop());
  }
  const dataDir = place.DESK_DATA_DIR;
  const { db, close } = await openDatabase({ dataDir, databaseUrl: place.DATABASE_URL ?? null });
  const seedMs = await time(() => seedIndex(db, rows, new Date()));
  say(`${rows} rows: seeded in ${(seedMs / 1_000).toFixed(1)} s`);
  const passwordHash = await hashPassword(ACCOUNT.password);
  await insertStaff(db, { email: ACCOUNT.email, name: "The bench", role: "agent", passwordHash });
  await close();
  return { place, stop };
}

async function measureAll(desk: BenchDesk): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const query of BENCH_QUERIES) timings.push(await measure(desk, query));
  return timings;
}

/** The first answer counts too: nobody warms a search up. */
async function measure(desk: BenchDesk, query: BenchQuery): Promise<Timing> {
  const { name, q, sort } = query;
  const request = { q, ...(sort && { sort }), zone: "Europe/Paris" };
  const cursor = await findCursor(desk, query);
  const rowsMs: number[] = [];
  const facetsMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    rowsMs.push(await time(() => desk.search({ ...request, cursor, limit: 50, facets: false })));
    facetsMs.push(await time(() => desk.search({ ...request, limit: 0, facets: true })));
  }
  return { name, hasWord: hasWord(query), rowsMs, facetsMs };
}

async function findCursor(desk: BenchDesk, { q, sort, pagesDeep = 0 }: BenchQuery) {
  let cursor: string | null = null;
  for (let page = 0; page < pagesDeep; page++) {
    const request = { q, ...(sort && { sort }), zone: "Europe/Paris", cursor, limit: 50 };
    ({ cursor } = await desk.search({ ...request, facets: false }));
  }
  return cursor;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
