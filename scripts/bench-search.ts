import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type DeskClient, signIn } from "./bench/desk-client";
import { type MemoryWatch, watchMemory } from "./bench/memory";
import { BENCH_QUERIES, type BenchQuery } from "./bench/queries";
import {
  API_KEY,
  prepareDesk,
  startDesk,
  startSandbox,
  toApiUrl,
  toDeskUrl,
  type World,
  waitForDesk,
  waitUntilFilled,
} from "./bench/start-world";
import { readTicks, toStolenPart } from "./bench/stolen";
import { type Timing, toTable, toTimeVerdicts, toVerdict } from "./bench/times";
import { walkBare, walkChecked } from "./bench/walk-upstream";
import { buildIfNeeded } from "./serve/build";
import { endChild, endChildren, endOnSignals } from "./setup/children.mjs";

/**
 * `npm run bench:search -- [--size 1000000] [--rounds 100] [--folder .data/bench] [--keep]`:
 * runs the sandbox, and the desk with all that `npm start` brings, times plain walks of the sandbox's
 * pages before and after the desk's own backfill, its rate lifted. Then the desk starts anew, at the
 * rate that it keeps by itself, and every search of the written set is asked over HTTP, signed in, as a
 * browser asks: rows and facets apart. `--keep` measures on the index that the run before left;
 * `--latency-ms 33` makes each page of the list take as long as Kayle's own server takes for a session.
 */
const { values } = parseArgs({
  options: {
    size: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "100" },
    folder: { type: "string", default: ".data/bench" },
    keep: { type: "boolean", default: false },
    "latency-ms": { type: "string", default: "0" },
  },
});
const rounds = Number(values.rounds);
const PAUSE_MS = 200;
const BACKFILL_GOAL = 2;
const MEMORY_GOAL_MB = 1_000;

endOnSignals();
// `npm start` would do it, and the fill would be measured with it.
if ((await buildIfNeeded(process.cwd())) !== 0) process.exit(1);
const world: World = {
  folder: values.folder,
  size: Number(values.size),
  ports: { sandbox: 8197, desk: 3197 },
};
if (!values.keep) rmSync(join(world.folder), { recursive: true, force: true });
mkdirSync(world.folder, { recursive: true });
await startSandbox(world);
if (values["latency-ms"] !== "0") await slowDown(toApiUrl(world), Number(values["latency-ms"]));

const fill = values.keep ? null : await measureFill();

const memory = watchMemory(startDesk(world, "default"));
await waitForDesk(world);
const client = await signIn(toDeskUrl(world));
await waitUntilComplete(client);
const timings: Timing[] = [];
for (const query of BENCH_QUERIES) timings.push(await measure(query));
say(toTable(timings));
sayMemory("after the searches", memory);
say("");
for (const line of toTimeVerdicts(timings)) say(line);
say(
  toVerdict(
    fill !== null && fill.backfill.ms <= fill.bare.ms * BACKFILL_GOAL,
    `backfill within ${BACKFILL_GOAL}x of the bare walk, of the mean of two`,
    fill === null ? "not measured, the index was there" : toRatio(fill.backfill, fill.bare),
  ),
);
const peakMb = Math.max(fill?.peakMb ?? 0, memory.read()?.peakMb ?? Number.NaN);
say(
  toVerdict(
    peakMb <= MEMORY_GOAL_MB,
    `memory of all that npm start brings <= ${MEMORY_GOAL_MB} MB`,
    `${peakMb} MB`,
  ),
);
await endChildren();
process.exit(0);

async function slowDown(apiUrl: string, latencyMs: number): Promise<void> {
  const body = JSON.stringify({ kind: "latency", pathPrefix: "/v1/sessions", latencyMs });
  const answer = await fetch(`${apiUrl}/__control/faults`, { method: "POST", body });
  if (answer.status !== 201) throw new Error(`The sandbox answered ${answer.status}.`);
}

async function walkAll(when: string): Promise<number> {
  const { value, ms } = await timed(() => walkBare(toApiUrl(world), API_KEY));
  say(`bare walk of upstream's pages, ${when}: ${value} rows in ${toSeconds(ms)}`);
  return ms;
}

async function measureFill() {
  const before = await walkAll("before");
  const checked = await timed(() => walkChecked(toApiUrl(world), API_KEY));
  say(`the same walk, each row checked and redacted: ${toSeconds(checked.ms)}`);
  await prepareDesk(world);
  // From before the desk starts: it fills the index while it gets ready, and what it takes to get
  // ready belongs to what its operator waits for.
  const startedAt = performance.now();
  const desk = startDesk(world, "unlimited");
  const memory = watchMemory(desk);
  await waitUntilFilled(world);
  const backfill = { ms: performance.now() - startedAt };
  say(`backfill: ${toSeconds(backfill.ms)}, ${toRatio(backfill, checked)} of the checked walk`);
  sayMemory("after the backfill", memory);
  const peakMb = memory.read()?.peakMb ?? Number.NaN;
  await endChild(desk);
  // The same work takes a third longer in some minutes than in others, so the fill stands between two.
  const bare = { ms: (before + (await walkAll("after"))) / 2 };
  return { bare, backfill, peakMb };
}

async function waitUntilComplete({ search }: DeskClient): Promise<void> {
  while (!(await search({ limit: 0, facets: false })).complete) await setTimeout(PAUSE_MS);
}

async function measure(query: BenchQuery): Promise<Timing> {
  const cursor = await walkDeep(query);
  const { q, sort } = query;
  const request = { q, ...(sort && { sort }), zone: "Europe/Paris", cursor };
  const before = readTicks();
  const rowsMs = await time({ ...request, limit: 50, facets: false });
  const facetsMs = await time({ ...request, cursor: null, limit: 0, facets: true });
  return { name: query.name, rowsMs, facetsMs, stolen: toStolenPart(before, readTicks()) };
}

/** The first answer counts too: nobody warms a search up. */
async function time(request: Parameters<DeskClient["search"]>[0]): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push((await timed(() => client.search(request))).ms);
  }
  return times;
}

async function walkDeep({ q, sort, pagesDeep = 0 }: BenchQuery): Promise<string | null> {
  let cursor: string | null = null;
  for (let page = 0; page < pagesDeep; page++) {
    const request = { q, ...(sort && { sort }), zone: "Europe/Paris", cursor, limit: 50 };
    ({ cursor } = await client.search({ ...request, facets: false }));
  }
  return cursor;
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, ms: performance.now() - startedAt };
}

function toRatio(one: { ms: number }, other: { ms: number }): string {
  return `${(one.ms / other.ms).toFixed(2)}x`;
}

function toSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function sayMemory(when: string, memory: MemoryWatch): void {
  const found = memory.read();
  if (found) {
    say(
      `memory of all that npm start brings ${when}: ${found.nowMb} MB, at most ${found.peakMb} MB`,
    );
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
