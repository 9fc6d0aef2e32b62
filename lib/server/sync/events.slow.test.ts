import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { KayleEvent } from "@/lib/domain/kayle-event";
import { isSessionId } from "@/lib/domain/session-id";
import { walkList } from "@/sandbox/test-call";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, openWorld, type TestWorld } from "@/test/sync/harness";
import { findEvents } from "../events/find-events";
import { readRows } from "../index/index-writer";
import { UpstreamError } from "../upstream/upstream-error";
import { findEventState } from "./event-state";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describeOnEngine("the sync of Kayle's events", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  const db = () => engine.opened().db;

  const open = (options: Parameters<typeof openWorld>[1] = {}) =>
    openWorld(engine.opened(), options);

  async function readKept(): Promise<string[]> {
    const rows = await readRows<{ kept: string }>(
      db(),
      sql`select e.id || ' ' || e.session_id || ' ' || coalesce(string_agg(d.id, ',' order by d.id), '')
        as kept from kayle_events e left join kayle_deliveries d on d.event_id = e.id
        group by e.id, e.session_id`,
    );
    return rows.map(({ kept }) => kept).sort();
  }

  async function readWanted({ sandbox }: TestWorld): Promise<string[]> {
    const events = await walkList<KayleEvent>(sandbox, "/v1/events", { limit: "100" });
    return events
      .filter(({ trigger_id }) => isSessionId(trigger_id))
      .map(
        ({ id, trigger_id, deliveries }) =>
          `${id} ${trigger_id} ${deliveries.map((one) => one.id).sort()}`,
      )
      .sort();
  }

  async function expectAll(world: TestWorld): Promise<void> {
    const [kept, wanted] = [await readKept(), await readWanted(world)];
    expect(wanted.filter((one) => !kept.includes(one))).toEqual([]);
    expect(kept).toHaveLength(wanted.length);
  }

  test("brings in every event of the window with its deliveries, and then says so", async () => {
    const world = await open({ size: 700 });
    world.start();
    await world.clock.runFor(20_000);
    await expectAll(world);
    const whole = { access: "ok", unreadable: 0, fault: null, pending: [] };
    expect(await findEventState(db())).toMatchObject(whole);
  });

  test("reads one page in each later cycle, and nothing again that is known ground", async () => {
    const world = await open({ size: 350 });
    const queries: URLSearchParams[] = [];
    const { handle } = world.sandbox;
    world.sandbox.handle = (request) => {
      const { pathname, searchParams } = new URL(request.url, world.url);
      if (pathname === "/v1/events") queries.push(searchParams);
      return handle(request);
    };
    world.start();
    await world.clock.runFor(20_000);
    const asked = queries.length;
    await expectAll(world);
    const isNext = (query: URLSearchParams) => query.has("starting_after");
    expect(asked, "it takes several pages at first").toBeGreaterThan(10);
    queries.splice(0);
    await world.clock.runFor(MINUTE_MS);
    expect(queries).toHaveLength(6);
    expect(queries.filter(isNext)).toEqual([]);
  });

  test("has a new event and follows its deliveries until they end", async () => {
    const world = await open({ size: 20 });
    const { sessions } = world.sandbox;
    world.start();
    const [created] = sessions.create([{ status: "in_progress" }]);
    const id = created?.id ?? "";
    sessions.patch(id, { status: "succeeded" });
    await world.clock.runFor(10_000);
    expect(await findEvents(db(), id)).toHaveLength(1);
    // Endpoints of the sandbox answer well within seconds of a first or second attempt.
    await world.clock.runFor(MINUTE_MS);
    const [event] = await findEvents(db(), id);
    const ended = event?.deliveries.filter(({ status }) => status === "succeeded");
    expect(ended?.length).toBeGreaterThanOrEqual(2);
  });

  test("asks for an open delivery until it ends, long after its event is known ground", async () => {
    const world = await open({ size: 0 });
    const { clock, sandbox } = world;
    const endedAt = (minutesAgo: number) => {
      const ms = clock.now().getTime() - minutesAgo * MINUTE_MS;
      return { status: "failed", completed_at: new Date(ms).toISOString() };
    };
    const [old] = sandbox.sessions.create([endedAt(10), endedAt(0)]);
    world.start();
    const readDeliveries = async () =>
      (await findEvents(db(), old?.id ?? "")).flatMap(({ deliveries }) => deliveries);
    const statuses = async () => (await readDeliveries()).map(({ status }) => status);
    await clock.runFor(10_000);
    expect(await statuses()).toContain("pending");
    clock.advance(50 * MINUTE_MS);
    await clock.runFor(MINUTE_MS);
    const waiting = (await readDeliveries()).find(({ status }) => status === "pending");
    expect(waiting).toMatchObject({ attempt_count: 4, last_status_code: 503 });
    expect(Date.parse(waiting?.next_attempt_at ?? "")).toBeGreaterThan(clock.now().getTime());
    clock.advance(1.5 * DAY_MS);
    await clock.runFor(MINUTE_MS);
    expect(await statuses()).not.toContain("pending");
    expect(await statuses()).toContain("failed");
  });

  test("goes on where it stood after a stop", async () => {
    const world = await open({ size: 1_500 });
    const first = world.start({ rpsMax: 2 });
    await world.clock.runFor(20_000);
    await first.stop();
    const kept = (await readKept()).length;
    expect(kept).toBeGreaterThan(300);
    expect(kept).toBeLessThan((await readWanted(world)).length);
    world.start();
    await world.clock.runFor(20_000);
    await expectAll(world);
  });

  test("loses nothing when it breaks off between two pages of what is new", async () => {
    const world = await open({ size: 20 });
    const completed_at = world.clock.now().toISOString();
    world.sandbox.sessions.create(
      Array.from({ length: 250 }, () => ({ status: "failed", completed_at })),
    );
    const parts = world.parts();
    const listEvents: typeof parts.client.listEvents = (query, context) =>
      query.starting_after
        ? Promise.reject(new UpstreamError("unreachable", { logDetail: "cut" }))
        : parts.client.listEvents(query, context);
    await world.onceWith({ ...parts, client: { ...parts.client, listEvents } });
    expect((await readKept()).length).toBeLessThan((await readWanted(world)).length);
    world.start();
    await world.clock.runFor(20_000);
    await expectAll(world);
  });

  test("counts an event that cannot be read, once however often it is met, and takes all others", async () => {
    const world = await open({ size: 150 });
    const parts = world.parts();
    const bad = { fault: { id: "evt_bad", reason: "type" } };
    const listEvents: typeof parts.client.listEvents = async (query, context) => {
      const page = await parts.client.listEvents(query, context);
      return { ...page, rows: [bad, ...page.rows] };
    };
    await world.onceWith({ ...parts, client: { ...parts.client, listEvents } });
    await expectAll(world);
    expect(await findEventState(db())).toMatchObject({ unreadable: 1 });
  });

  test("goes on without the scope: sessions come in, events are asked for once, and the state says why", async () => {
    const world = await open({ size: 150 });
    world.start({}, "readOnly");
    await world.clock.runFor(10_000);
    await world.expectInStep();
    const { asOf: before } = await world.readStatus();
    await world.clock.runFor(MINUTE_MS);
    expect(await findEventState(db())).toMatchObject({ access: "no_scope", asOf: null });
    const { asOf, lastError } = await world.readStatus();
    expect(asOf?.getTime()).toBeGreaterThan(before?.getTime() ?? 0);
    expect(lastError).toBeNull();
    expect(world.sandbox.traffic.report().calls["GET /v1/events"]).toBe(1);
  });

  test("never keeps what is older than the retention", async () => {
    const world = await open({ size: 400 });
    await world.once({ retention: { days: 5 } });
    const wanted = await walkList<KayleEvent>(world.sandbox, "/v1/events", { limit: "100" });
    const oldest = world.clock.now().getTime() - 5 * DAY_MS;
    const young = wanted.filter(
      ({ created_at, trigger_id }) => Date.parse(created_at) > oldest && isSessionId(trigger_id),
    );
    const kept = await readKept();
    expect(young.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(wanted.length);
    expect(kept.map((line) => line.split(" ")[0])).toEqual(young.map(({ id }) => id).sort());
  });

  test("keeps going for sessions while events alone are out of order", async () => {
    const world = await open({ size: 150 });
    world.sandbox.faults.add({ kind: "error", pathPrefix: "/v1/events" });
    world.start();
    await world.clock.runFor(10_000);
    await world.expectInStep();
    expect(await findEventState(db())).toMatchObject({ fault: { code: "UPSTREAM_ERROR" } });
    world.sandbox.faults.clear();
    await world.clock.runFor(MINUTE_MS);
    await expectAll(world);
    expect(await findEventState(db())).toMatchObject({ fault: null });
  });
});
