import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { FaultInput } from "@/sandbox/fault";
import type { SandboxServer } from "@/sandbox/server";
import { describeOnEngine } from "@/test/engines";
import {
  FAST,
  forgetAll,
  readExpected,
  startKayle,
  toParts,
  waitUntilEqual,
} from "@/test/sync/harness";
import { readIndex } from "../index/testing/read-index";
import { runOnce } from "./run-once";
import { type Syncer, startSyncer } from "./start-syncer";
import { getSyncStatus } from "./status";

const SLOW_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const QUIET = { info() {}, warn() {}, error() {} };
/** Above the 2 MiB that the desk takes in one answer. */
const TOO_LARGE = "x".repeat(2_500_000);

describeOnEngine("an answer of Kayle's that cannot be used", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  function start(server: SandboxServer, settings: Partial<typeof FAST> = {}): Syncer {
    const syncer = startSyncer({ ...toParts(engine.opened(), server, settings), log: QUIET });
    onTestFinished(() => syncer.stop());
    return syncer;
  }

  function once(server: SandboxServer): Promise<void> {
    return runOnce(toParts(engine.opened(), server), { force: true }, new AbortController().signal);
  }

  function readStatus() {
    const options = { now: new Date(), retention: FAST.retention };
    return getSyncStatus(engine.opened().db, options);
  }

  async function waitForIndexed(id: string | undefined): Promise<void> {
    await vi.waitFor(async () => {
      const index = await readIndex(engine.opened().db);
      expect(index.map((entry) => entry.id)).toContain(id);
    }, 20_000);
  }

  test(
    "about one session: it is kept aside and counted, keeps what was known, and holds up no other",
    async () => {
      const server = await startKayle({ size: 0 });
      const { sessions } = server.sandbox;
      const created_at = new Date(Date.now() - 3 * HOUR_MS).toISOString();
      const [odd] = sessions.create([{ created_at, status: "in_progress", hold: true }]);
      await once(server);
      // Closed at last, so that the desk reads it singly, and it cannot read the answer.
      const broken = { expires_at: "soon" };
      sessions.patch(odd?.id ?? "", { status: "expired", extra: broken });
      const syncer = start(server, { fullEveryMs: DAY_MS });
      await vi.waitFor(async () => expect((await readStatus()).unreadableRows).toBe(1), 20_000);
      const [later] = sessions.create([{}]);
      await waitForIndexed(later?.id);
      const known = (await readIndex(engine.opened().db)).find(({ id }) => id === odd?.id);
      expect(known?.status).toBe("in_progress");
      expect((await readStatus()).lastError).toBeNull();
      sessions.patch(odd?.id ?? "", { extra: {} });
      await syncer.stop();
      await once(server);
      expect(await readIndex(engine.opened().db)).toEqual(await readExpected(server));
      expect((await readStatus()).unreadableRows).toBe(0);
    },
    SLOW_MS,
  );

  test.each<[string, FaultInput, string]>([
    ["is not found", { kind: "error", status: 404 }, "UPSTREAM_CONTRACT"],
    ["has another shape", { kind: "malformed", variant: "envelope" }, "UPSTREAM_CONTRACT"],
    ["does not come", { kind: "error", status: 503 }, "UPSTREAM_ERROR"],
  ])(
    "for its counts, which it %s: the pass over everything goes on without them",
    async (_, fault, code) => {
      const server = await startKayle({ size: 0 });
      const created_at = new Date(Date.now() - 20 * DAY_MS).toISOString();
      const completed_at = new Date(Date.now() - 20 * DAY_MS + 60_000).toISOString();
      const ended = { created_at, completed_at, status: "succeeded" };
      const [withdrawn, deleted] = server.sandbox.sessions.create([ended, ended, ended]);
      server.sandbox.faults.add({ ...fault, pathPrefix: "/v1/analytics" });
      start(server);
      await waitUntilEqual(engine.opened(), server);
      server.sandbox.sessions.patch(withdrawn?.id ?? "", { status: "cancelled" });
      server.sandbox.sessions.remove(deleted?.id ?? "");
      await waitUntilEqual(engine.opened(), server);
      await vi.waitFor(async () => {
        const { countCheck } = await readStatus();
        expect(countCheck).toMatchObject({ upstream: null, fault: code });
      }, 20_000);
    },
    SLOW_MS,
  );

  test(
    "for its size: a page comes in parts, and a row too large by itself is kept aside",
    async () => {
      const server = await startKayle({ size: 0 });
      const { sessions } = server.sandbox;
      const padded = { extra: { padding: "x".repeat(40_000) } };
      const rows = sessions.create(Array.from({ length: 130 }, () => padded));
      const huge = rows[70]?.id ?? "";
      sessions.patch(huge, { extra: { padding: TOO_LARGE } });
      await once(server);
      const expected = (await readExpected(server)).filter(({ id }) => id !== huge);
      expect(expected).toHaveLength(129);
      expect(await readIndex(engine.opened().db)).toEqual(expected);
      expect((await readStatus()).unreadableRows).toBe(1);
      sessions.patch(huge, { extra: {} });
      await once(server);
      expect(await readIndex(engine.opened().db)).toEqual(await readExpected(server));
      expect((await readStatus()).unreadableRows).toBe(0);
    },
    SLOW_MS,
  );
});
