import { beforeEach, expect, test } from "vitest";
import type { FaultInput } from "@/sandbox/fault";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, openWorld, readExpected } from "@/test/sync/harness";
import { readIndex } from "../index/testing/read-index";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Above the 2 MiB that the desk takes in one answer. */
const TOO_LARGE = "x".repeat(2_500_000);

describeOnEngine("an answer of Kayle's that cannot be used", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  const db = () => engine.opened().db;

  test("about one session: it is quarantined and counted, keeps what was known, and holds up no other", async () => {
    const world = await openWorld(engine.opened(), { size: 0 });
    const { sessions } = world.sandbox;
    const created_at = new Date(world.clock.now().getTime() - 3 * HOUR_MS).toISOString();
    const [odd] = sessions.create([{ created_at, status: "in_progress", hold: true }]);
    await world.once();
    // Closed at last, so that the desk reads it singly, and it cannot read the answer.
    sessions.patch(odd?.id ?? "", { status: "expired", extra: { expires_at: "soon" } });
    const syncer = world.start();
    await world.clock.runFor(10_000);
    expect((await world.readStatus()).unreadableRows).toBe(1);
    const [later] = sessions.create([{}]);
    await world.clock.runFor(10_000);
    const index = await readIndex(db());
    expect(index.map(({ id }) => id)).toContain(later?.id);
    expect(index.find(({ id }) => id === odd?.id)?.status).toBe("in_progress");
    expect((await world.readStatus()).lastError).toBeNull();
    sessions.patch(odd?.id ?? "", { extra: {} });
    await syncer.stop();
    await world.once();
    await world.expectInStep();
    expect((await world.readStatus()).unreadableRows).toBe(0);
  });

  test.each<[string, FaultInput, string]>([
    ["is not found", { kind: "error", status: 404 }, "UPSTREAM_CONTRACT"],
    ["has another shape", { kind: "malformed", variant: "envelope" }, "UPSTREAM_CONTRACT"],
    ["does not come", { kind: "error", status: 503 }, "UPSTREAM_ERROR"],
  ])(
    "for its counts, which it %s: the full resync goes on without them",
    async (_, fault, code) => {
      const world = await openWorld(engine.opened(), { size: 0 });
      const { faults, sessions } = world.sandbox;
      const start = world.clock.now().getTime() - 20 * DAY_MS;
      const created_at = new Date(start).toISOString();
      const completed_at = new Date(start + MINUTE_MS).toISOString();
      const ended = { created_at, completed_at, status: "succeeded" };
      const [withdrawn, deleted] = sessions.create([ended, ended, ended]);
      faults.add({ ...fault, pathPrefix: "/v1/analytics" });
      world.start({ fullEveryMs: MINUTE_MS });
      await world.clock.runFor(10_000);
      await world.expectInStep();
      sessions.patch(withdrawn?.id ?? "", { status: "cancelled" });
      sessions.remove(deleted?.id ?? "");
      await world.clock.runFor(2 * MINUTE_MS);
      await world.expectInStep();
      const { countCheck } = await world.readStatus();
      expect(countCheck).toMatchObject({ upstream: null, fault: code });
    },
  );

  test("for its size: a page comes in parts, and a row too large by itself is quarantined", async () => {
    const world = await openWorld(engine.opened(), { size: 0 });
    const { sessions } = world.sandbox;
    const padded = { extra: { padding: "x".repeat(40_000) } };
    const rows = sessions.create(Array.from({ length: 130 }, () => padded));
    const huge = rows[70]?.id ?? "";
    sessions.patch(huge, { extra: { padding: TOO_LARGE } });
    await world.once();
    const expected = (await readExpected(world)).filter(({ id }) => id !== huge);
    expect(expected).toHaveLength(129);
    expect(await readIndex(db())).toEqual(expected);
    expect((await world.readStatus()).unreadableRows).toBe(1);
    sessions.patch(huge, { extra: {} });
    await world.once();
    await world.expectInStep();
    expect((await world.readStatus()).unreadableRows).toBe(0);
  });
});
