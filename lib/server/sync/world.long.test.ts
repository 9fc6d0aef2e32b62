import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { createRandom } from "@/sandbox/random";
import type { Sandbox } from "@/sandbox/sandbox";
import { startSandboxServer } from "@/sandbox/server";
import { describeOnEngine } from "@/test/engines";
import { readExpected } from "@/test/sync/harness";
import { type SyncProcess, spawnSync } from "@/test/sync/spawn-sync";
import { openDatabase } from "../db/open-database";
import { isPastRetention } from "../index/retention";
import { type IndexEntry, readIndex } from "../index/testing/read-index";

const SESSIONS = 5_000;
const CHANGES = 10_000;
const KILLS = 3;
/** So many changes at once; the next ones come when the running desk has written something of these. */
const LOT = 250;
const LOTS_PER_LIFE = CHANGES / LOT / (KILLS + 1);
/** A desk is killed only after it has observed this many changes itself. */
const OBSERVED_MIN = 500;
const WAIT_MS = 300_000;

const SETTINGS = {
  incrementalEveryMs: 100,
  fullEveryMs: 1,
  leaseMs: 2_000,
  leaseRetryMs: 200,
  rpsMax: 1_000,
};

const FAULTS = [
  { kind: "error", status: 503, rate: 0.01 },
  { kind: "error", status: 500, rate: 0.01 },
  { kind: "error", status: 429, retryAfterSeconds: 0, rate: 0.01 },
  { kind: "drop", middle: true, rate: 0.01 },
  { kind: "malformed", variant: "truncated", rate: 0.01 },
  { kind: "malformed", variant: "html", rate: 0.01 },
  { kind: "latency", latencyMs: 1, jitterMs: 20, rate: 0.2 },
] as const;

type Random = () => number;

/** One random change of the world, of the kinds that happen at Kayle. */
function changeOnce(sandbox: Sandbox, ids: string[], random: Random): void {
  const pickAt = Math.floor(random() * ids.length);
  const id = ids[pickAt] ?? "";
  const roll = random();
  if (roll < 0.2) {
    const redirect_url = `https://shop.example/back?order=${Math.floor(random() * 1e6)}`;
    ids.push(...sandbox.sessions.create([{ redirect_url }]).map((session) => session.id));
    return;
  }
  if (roll < 0.25) {
    sandbox.sessions.remove(id);
    ids.splice(pickAt, 1);
    return;
  }
  const session = sandbox.sessions.find(id);
  if (!session) return void ids.splice(pickAt, 1);
  sandbox.sessions.patch(id, {
    ...toNextState(session.completed_at !== null, random),
    force: true,
  });
}

function toNextState(hasEnded: boolean, random: Random) {
  const roll = random();
  // A withdrawal of the data, or the failure code that goes after a while.
  if (hasEnded) return roll < 0.5 ? { status: "cancelled" } : { failure_code: null };
  if (roll < 0.4) return { status: "in_progress", nfc_tries_used: Math.floor(random() * 3) };
  if (roll < 0.7) return { status: "succeeded" };
  if (roll < 0.85) return { status: "cancelled" };
  return { status: "failed", failure_code: "liveness_failed", liveness_tries_used: 3 };
}

describeOnEngine("a random world", (engine) => {
  let child: SyncProcess | undefined;
  afterEach(() => child?.kill());

  test("through 10,000 changes, faults and three kill -9s, the index ends equal row by row", async () => {
    let frozenAt: number | null = null;
    const now = () => frozenAt ?? Date.now();
    const server = await startSandboxServer({ size: SESSIONS, live: false, seed: 11, now });
    onTestFinished(() => server.close());
    const { sandbox } = server;
    const random = createRandom(20_261_123);
    const ids = (await readExpected(server)).map((entry) => entry.id);
    const faults = FAULTS.map((fault) => sandbox.faults.add({ ...fault, pathPrefix: "/v1/" }));
    // The built-in database has one process at a time, and that is the child's.
    await engine.opened().close();
    const changeLot = () => {
      for (let done = 0; done < LOT; done += 1) changeOnce(sandbox, ids, random);
    };

    for (let life = 0; life <= KILLS; life += 1) {
      const bornAt = Date.now();
      const desk = spawnSync({
        database: engine.env(),
        url: server.url,
        key: sandbox.keys.main,
        settings: SETTINGS,
      });
      child = desk;
      const firstNo = await waitForChange(desk, 0);
      for (let lot = 1; lot < LOTS_PER_LIFE; lot += 1) {
        const before = desk.lastChangeNo() ?? 0;
        changeLot();
        await waitForChange(desk, before);
      }
      await waitForChange(desk, firstNo + OBSERVED_MIN);
      await waitForResync(desk, bornAt);
      // The last changes find a desk at work that will not come to finish with them.
      changeLot();
      if (life < KILLS) await desk.kill();
    }

    expect(faults.map((id) => sandbox.faults.countStruck(id)).every((count) => count > 5)).toBe(
      true,
    );
    sandbox.faults.clear();
    frozenAt = Date.now();
    // A resync that began after the last change has seen everything.
    await waitForResync(child, frozenAt);
    expect(await child?.stop()).toBe(0);

    const expected = (await readExpected(server)).filter(
      (entry) => !isPastRetention(toEnd(entry), new Date(), { days: 30 }),
    );
    const reopened = await openDatabase(engine.env());
    const index = await readIndex(reopened.db);
    await reopened.close();
    expect(index.length).toBe(expected.length);
    const held = new Map(index.map((entry) => [entry.id, entry]));
    expect(expected.filter((entry) => !isEqual(held.get(entry.id), entry))).toEqual([]);
  });
});

/** Waits until the desk has told of a later change than this one, and gives its number. */
async function waitForChange(desk: SyncProcess, after: number): Promise<number> {
  await vi.waitFor(() => expect(desk.lastChangeNo() ?? -1, tell(desk)).toBeGreaterThan(after), {
    timeout: WAIT_MS,
    interval: 10,
  });
  return desk.lastChangeNo() ?? after;
}

/** Waits until the desk has finished a full resync that began after `since`. */
async function waitForResync(desk: SyncProcess | undefined, since: number): Promise<void> {
  await vi.waitFor(() => expect(desk?.lastResyncAt(), tell(desk)).toBeGreaterThan(since), {
    timeout: WAIT_MS,
    interval: 50,
  });
}

function tell(desk: SyncProcess | undefined): string {
  return desk?.lines.slice(-20).join("\n") ?? "";
}

function toEnd({ completed_at, expires_at }: IndexEntry) {
  return { completedAt: completed_at, expiresAt: expires_at };
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
