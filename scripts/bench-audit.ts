import { mkdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { recordAct } from "@/lib/server/audit/record-access";
import { closeDb, getDatabase } from "@/lib/server/db/get-db";
import { percentile } from "./bench/times";

/**
 * `npm run bench:audit -- [--rounds 2000] [--folder .data/bench-audit]`: what one entry of the access
 * log adds to an answer, alone and with fifty people at once, beside what the disk itself takes for a
 * line. On the built-in database, or with DATABASE_URL on that Postgres, which then has the entries.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "2000" },
    folder: { type: "string", default: ".data/bench-audit" },
  },
});
const rounds = Number(values.rounds);
const PEOPLE = 50;
const WARM_UP = 200;
const PAUSE_MS = 10;

process.env["DESK_DATA_DIR"] = values.folder;
rmSync(values.folder, { recursive: true, force: true });
mkdirSync(values.folder, { recursive: true });

const context = {
  staff: { id: "1", name: "Ann", email: "ann@example.com", role: "agent", signInId: "2" },
  access: { client: "192.0.2.1", purpose: "T-1" },
  requestId: "req_0123456789abcdef0123456789abcdef",
} as const;

async function record(): Promise<void> {
  const sessionId = `vs_${"a".repeat(64)}`;
  await recordAct(context, { event: "session_view", outcome: "done", sessionId });
}

/** The milliseconds of each call, `count` in all, made by so many people with a pause between. */
async function time(
  people: number,
  count: number,
  act: () => Promise<void>,
  pauseMs = 0,
): Promise<number[]> {
  const times: number[] = [];
  const one = async () => {
    for (let n = 0; n < count / people; n++) {
      const startedAtMs = performance.now();
      await act();
      times.push(performance.now() - startedAtMs);
      if (pauseMs > 0) await delay(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: people }, one));
  return times;
}

async function timeDisk(): Promise<number[]> {
  const handle = await open(join(values.folder, "line"), "a", 0o600);
  const line = `${"x".repeat(500)}\n`;
  const times = await time(1, rounds, async () => {
    await handle.appendFile(line);
    await handle.datasync();
  });
  await handle.close();
  return times;
}

function say(what: string, times: number[]): void {
  const figures = [0.5, 0.95, 0.99].map((part) => `${percentile(times, part).toFixed(2)} ms`);
  console.log(`${what.padEnd(32)} p50, p95, p99: ${figures.join(", ")}`);
}

const { engine } = await getDatabase();
await time(1, WARM_UP, record);
say("the disk, one line by itself", await timeDisk());
say(`${engine}, a view now and then`, await time(1, rounds, record, PAUSE_MS));
say(`${engine}, one after the other`, await time(1, rounds, record));
const startedAtMs = performance.now();
const crowd = await time(PEOPLE, rounds * 5, record);
const seconds = (performance.now() - startedAtMs) / 1000;
say(`${engine}, ${PEOPLE} people without a pause`, crowd);
console.log(`${Math.round(crowd.length / seconds)} entries a second`);
await closeDb();
