import { mkdirSync, rmSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { listPostgresBuilds } from "@/test/postgres/find-postgres";
import { startAnyPostgres } from "@/test/postgres/start-any-postgres";
import { percentile } from "../search/figures";
import { type Load, load, type Target, toPath, warmUp } from "./load";
import { build, type DeskPlan, endAll, startBare, startDesk, startKayle } from "./servers";

/**
 * `npm run bench:proxy -- [--rounds 5] [--seconds 5] [--skip-build] [--profile]`: `GET
 * /api/sessions/{id}` of the built desk, signed in, written into the access log and redacted, on both
 * databases, beside a bare Next route handler that fetches the same upstream. They take turns within
 * each round, 50 requests at once and then one at a time; the figures are medians of the rounds.
 * `--profile` leaves a CPU profile of each desk in the folder `.data/bench-proxy`.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "5" },
    "skip-build": { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
  },
});
const FOLDER = resolve(".data/bench-proxy");
const AT_ONCE = 50;
const SPEED_GOAL = 1;
const ALONE_GOAL = 1.5;

type Figures = { target: Target; crowd: Load[]; alone: Load[] };

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
if (!values["skip-build"]) await build();
const postgres = await startPostgres();
try {
  await startKayle(FOLDER);
  const nodeFlags = values.profile ? ["--cpu-prof", `--cpu-prof-dir=${FOLDER}`] : [];
  const bare = toFigures(await startBare(3190, FOLDER));
  const desks: Figures[] = [];
  const plans: DeskPlan[] = [
    { name: "desk, built-in", port: 3191, database: { DESK_DATA_DIR: `${FOLDER}/data` } },
    { name: "desk, Postgres", port: 3192, database: { DATABASE_URL: postgres.url } },
  ];
  for (const plan of plans) {
    const target = await startDesk(plan, FOLDER, nodeFlags);
    await requireRedacted(target);
    desks.push(toFigures(target));
  }
  await measure([bare, ...desks]);
  sayMachine();
  for (const figures of [bare, ...desks]) sayFigures(figures, bare);
  await sayLogged(postgres.url);
  process.exitCode = desks.flatMap((desk) => judge(desk, bare)).every(Boolean) ? 0 : 1;
} finally {
  await endAll();
  await postgres.stop();
}

async function startPostgres() {
  const { server, faults } = await startAnyPostgres(listPostgresBuilds(), { durable: true });
  if (server === null) throw new Error(`No Postgres could be started: ${faults.join("; ")}`);
  return server;
}

function toFigures(target: Target): Figures {
  return { target, crowd: [], alone: [] };
}

/** Each round asks them in another order, so that none always follows the same one. */
async function measure(all: readonly Figures[]): Promise<void> {
  const seconds = Number(values.seconds);
  for (const { target } of all) await warmUp(target, AT_ONCE);
  for (let round = 0; round < Number(values.rounds); round++) {
    const order = all.map((_, at) => all[(at + round) % all.length]);
    for (const figures of order) figures?.crowd.push(await load(figures.target, AT_ONCE, seconds));
    for (const figures of order) figures?.alone.push(await load(figures.target, 1, seconds / 2));
  }
}

/** What is measured must be what is promised. */
async function requireRedacted({ name, url, headers }: Target): Promise<void> {
  const response = await fetch(url + toPath(), { headers });
  const text = await response.text();
  const isStored = response.headers.get("cache-control") !== "no-store";
  if (response.status === 200 && text.includes("verification_url") && !isStored) {
    if (!/cancel_token=ct_/.test(text)) return;
  }
  throw new Error(`${name} answered ${response.status}, or not as it must.`);
}

async function sayLogged(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ count: string }>(
    "select count(*) from access_log where event = 'session_view'",
  );
  await client.end();
  say(`Views in the Postgres desk's access log: ${rows[0]?.count}`);
}

function sayMachine(): void {
  const [first] = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(1);
  say(`Node ${process.version}, ${cpus().length} × ${first?.model.trim()}, ${gigabytes} GB`);
  say(`Load of the last minute ${loadavg()[0]?.toFixed(1)}; medians of ${values.rounds} rounds.`);
}

function sayFigures({ target, crowd, alone }: Figures, bare: Figures): void {
  const perSecond = median(crowd, "perSecond");
  const p50Ms = median(alone, "p50Ms");
  const parts = [
    `${perSecond.toFixed(0)}/s (${toRatio(perSecond, median(bare.crowd, "perSecond"))})`,
    `p50 ${median(crowd, "p50Ms").toFixed(1)} ms`,
    `p99 ${median(crowd, "p99Ms").toFixed(1)} ms`,
    `processor ${median(crowd, "cpuMs").toFixed(2)} ms each`,
    `alone p50 ${p50Ms.toFixed(2)} ms (${toRatio(p50Ms, median(bare.alone, "p50Ms"))})`,
    `p99 ${median(alone, "p99Ms").toFixed(2)} ms`,
  ];
  say(`${target.name.padEnd(16)} ${parts.join(", ")}`);
}

function judge({ target, crowd, alone }: Figures, bare: Figures): boolean[] {
  const speed = median(crowd, "perSecond") / median(bare.crowd, "perSecond");
  const slowest = median(crowd, "p99Ms") / median(bare.crowd, "p99Ms");
  const single = median(alone, "p50Ms") / median(bare.alone, "p50Ms");
  return [
    sayVerdict(speed >= SPEED_GOAL, `${target.name}: ${AT_ONCE} at once >= ${SPEED_GOAL} x bare`),
    sayVerdict(slowest <= 1, `${target.name}: p99 no worse than bare`),
    sayVerdict(single <= ALONE_GOAL, `${target.name}: alone p50 <= ${ALONE_GOAL} x bare`),
  ];
}

function sayVerdict(isMet: boolean, promise: string): boolean {
  say(`${isMet ? "met    " : "NOT MET"}  ${promise}`);
  return isMet;
}

function median(loads: readonly Load[], figure: keyof Load): number {
  return percentile(
    loads.map((one) => one[figure]),
    0.5,
  );
}

function toRatio(value: number, base: number): string {
  return `${(value / base).toFixed(2)} x`;
}

function say(line: string): void {
  console.log(line);
}
