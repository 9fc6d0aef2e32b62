import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, openWorld, type TestWorld } from "@/test/sync/harness";
import { readIndex } from "../index/testing/read-index";
import { createUpstreamClient } from "../upstream/client";
import type { UpstreamClient } from "../upstream/types";
import { toSyncSettings } from "./run-in-server";

/** As the desk has it where nobody sets anything. */
const DEFAULTS = toSyncSettings({ syncMaxRps: 10, syncIntervalMs: 5_000, retentionDays: 30 });
/** Created in 70 minutes where a million are in 30 days. */
const RECENT_OF_A_MILLION = 1_620;
const MINUTE_MS = 60_000;

describeOnEngine("the running sync", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  /** A person's way to Kayle, as `getUpstreamClient` makes it. */
  function createPersonsClient({ url, sandbox }: TestWorld): UpstreamClient {
    const client = createUpstreamClient({
      apiUrl: url,
      apiKey: sandbox.keys.main,
      timeoutMs: 30_000,
      concurrencyMax: 16,
    });
    onTestFinished(() => client.close());
    return client;
  }

  test("has each change within ten seconds with nothing set, while a million sessions come and the index is half full", async () => {
    const world = await openWorld(engine.opened(), { size: 15_000 });
    const { sessions } = world.sandbox;
    const open = Array.from({ length: RECENT_OF_A_MILLION }, () => ({ hold: true }));
    const [begun, cancelled] = sessions.create(open);
    world.start(DEFAULTS);
    await world.clock.runFor(5_000);
    const [added] = sessions.create([{}]);
    sessions.patch(begun?.id ?? "", { status: "in_progress", nfc_tries_used: 1 });
    sessions.patch(cancelled?.id ?? "", { status: "cancelled" });
    await world.clock.runFor(10_000);
    const held = new Map((await readIndex(engine.opened().db)).map((row) => [row.id, row.status]));
    const statuses = [added, begun, cancelled].map((session) => held.get(session?.id ?? ""));
    expect(statuses).toEqual(["created", "in_progress", "cancelled"]);
    expect((await world.readStatus()).complete).toBe(false);
  });

  test("idle, costs Kayle at most 0.4 calls a second", async () => {
    // The demo's world, with a session that is never closed.
    const world = await openWorld(engine.opened(), { live: true, gallery: true });
    world.start(DEFAULTS);
    await world.clock.runFor(2 * MINUTE_MS);
    const { traffic } = world.sandbox;
    traffic.reset();
    await world.clock.runFor(10 * MINUTE_MS);
    const { total, calls } = traffic.report();
    expect(total / 600, JSON.stringify(calls)).toBeLessThanOrEqual(0.4);
    expect(calls["GET /v1/sessions"]).toBeGreaterThanOrEqual(119);
  });

  test("keeps under its rate while it fills the index", async () => {
    const world = await openWorld(engine.opened(), { size: 3_000 });
    world.start({ ...DEFAULTS, rpsMax: 4 });
    await world.clock.runFor(5_000);
    const { total } = world.sandbox.traffic.report();
    expect(total).toBeLessThanOrEqual(21);
    expect(total).toBeGreaterThan(15);
  });

  test("asks Kayle no sooner than it was told to, says so, and goes on by itself", async () => {
    const world = await openWorld(engine.opened(), { size: 300 });
    const { faults, traffic } = world.sandbox;
    const busy = { kind: "error", status: 429, retryAfterSeconds: 3 } as const;
    faults.add({ ...busy, pathPrefix: "/v1/" });
    world.start();
    await world.clock.runFor(2_990);
    // New sessions, missing ones and events may have been asked for once.
    const { total } = traffic.report();
    expect(total).toBeLessThanOrEqual(3);
    await world.clock.runFor(1_000);
    expect(traffic.report().total).toBeGreaterThan(total);
    await vi.waitFor(async () => {
      expect((await world.readStatus()).lastError?.code).toBe("UPSTREAM_BUSY");
    }, 10_000);
    faults.clear();
    await world.clock.runFor(MINUTE_MS);
    await world.expectInStep();
  });

  test("lets a person's view through at once, however long its own queue is", async () => {
    const world = await openWorld(engine.opened(), { size: 1_000 });
    // One call a second, and no second passes before the views are there.
    world.start({ ...DEFAULTS, rpsMax: 1 });
    const ids = world.sandbox.sessions.create(Array.from({ length: 60 }, () => ({})));
    const client = createPersonsClient(world);
    await Promise.all(ids.map(({ id }) => client.getSession(id)));
  });

  test("lets a person's view through while Kayle is so slow that all its own calls hang", async () => {
    const world = await openWorld(engine.opened(), { size: 1_000 });
    const { traffic, faults, sessions } = world.sandbox;
    const slow = { kind: "latency", latencyMs: 600_000, pathPrefix: "/v1/" } as const;
    faults.add({ ...slow, method: "GET" });
    world.start();
    void world.clock.runFor(10);
    await vi.waitFor(() => expect(traffic.report().inFlight).toBeGreaterThan(1), 30_000);
    faults.clear();
    const [{ id } = { id: "" }] = sessions.create([{}]);
    await createPersonsClient(world).getSession(id);
    expect(traffic.report().inFlight).toBeGreaterThan(1);
  });
});
