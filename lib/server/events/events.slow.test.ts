import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { KayleEvent } from "@/lib/domain/kayle-event";
import { describeOnEngine } from "@/test/engines";
import { forgetAll } from "@/test/sync/harness";
import { readRows } from "../index/index-writer";
import { removeDeleted, removePastRetention } from "../index/remove-sessions";
import { upsertSessions } from "../index/upsert-sessions";
import { makeId, makeWireSession } from "../upstream/testing/wire";
import { findDueEvents } from "./find-due-events";
import { findEventOfDelivery, findEvents } from "./find-events";
import { recordDeliveries } from "./record-deliveries";
import { removeEventsBefore } from "./remove-events";
import { FAILED, makeDelivery, makeEvent } from "./testing/wire-events";
import { upsertEvents } from "./upsert-events";

const RETENTION = { days: 30 };
const NOW = new Date("2026-11-23T06:00:00.000Z");
const ID = makeId("7");
const OTHER = makeId("8");

function at(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}

describeOnEngine("the store of Kayle's events", (engine) => {
  beforeEach(() => forgetAll(engine.opened()));

  const db = () => engine.opened().db;

  function upsert(events: KayleEvent[], askedAt = NOW): Promise<void> {
    return upsertEvents(db(), events, { askedAt, now: askedAt, retention: RETENTION });
  }

  function record(id: string, changes: Parameters<typeof makeDelivery>[1], askedAt: Date) {
    const deliveries = [makeDelivery(id, changes)];
    return recordDeliveries(db(), `evt_${id}`, { deliveries, isWhole: true }, askedAt);
  }

  async function countRows(): Promise<{ events: number; deliveries: number }> {
    const [row] = await readRows<{ events: number; deliveries: number }>(
      db(),
      sql`select (select count(*)::integer from kayle_events) as events,
        (select count(*)::integer from kayle_deliveries) as deliveries`,
    );
    return row ?? { events: -1, deliveries: -1 };
  }

  test("gives back every value of events and deliveries, each session its own", async () => {
    const full = makeEvent("a", ID, {
      deliveries: [
        makeDelivery("a", FAILED),
        makeDelivery("a2", { webhook_endpoint_id: "whe_x", status: "a_new_one" }),
      ],
    });
    await upsert([full, makeEvent("b", OTHER)]);
    const [found, ...more] = await findEvents(db(), ID);
    expect(more).toEqual([]);
    expect(found).toEqual({ ...full, deliveriesReadAt: NOW });
  });

  test("keeps an event once, however often and by however many it is read", async () => {
    const event = makeEvent("a", ID);
    await Promise.all([upsert([event]), upsert([event, event]), upsert([event])]);
    await upsert([event], at(60));
    expect(await countRows()).toEqual({ events: 1, deliveries: 1 });
  });

  test("lets the read that was asked for later hold, in whatever order reads come", async () => {
    await upsert([makeEvent("a", ID)], at(0));
    await record("a", { status: "succeeded", attempt_count: 2 }, at(20));
    await record("a", { status: "delivering", attempt_count: 1 }, at(10));
    await upsert([makeEvent("a", ID)], at(5));
    const [event] = await findEvents(db(), ID);
    expect(event?.deliveries).toMatchObject([{ status: "succeeded", attempt_count: 2 }]);
  });

  test("keeps the next attempt that a list of events does not tell, until it has been made", async () => {
    await upsert([makeEvent("a", ID)]);
    const waiting = { attempt_count: 1, last_status_code: 500 };
    await record("a", { ...waiting, next_attempt_at: at(300).toISOString() }, at(10));
    const read = (changes: object, askedAt: Date) =>
      upsert([makeEvent("a", ID, { deliveries: [makeDelivery("a", changes)] })], askedAt);
    await read(waiting, at(20));
    const next = async () => (await findEvents(db(), ID))[0]?.deliveries[0]?.next_attempt_at;
    expect(await next()).toBe(at(300).toISOString());
    await read({ ...waiting, attempt_count: 2 }, at(310));
    expect(await next()).toBeNull();
  });

  test("passes by what is of no session, and what is past its days", async () => {
    await upsert([
      makeEvent("attempt", "va_1", { trigger_type: "verification_attempt" }),
      makeEvent("odd", "vs_live_old"),
      makeEvent("old", ID, { created_at: "2026-10-20T00:00:00.000Z" }),
    ]);
    expect(await countRows()).toEqual({ events: 0, deliveries: 0 });
  });

  test("lets events and deliveries go with their session, and none of it come back", async () => {
    const session = makeWireSession(ID, {
      status: "succeeded",
      completed_at: "2026-11-23T05:10:00.000Z",
    });
    const read = { session, readAt: NOW };
    await upsertSessions(db(), [read], { now: NOW, retention: RETENTION });
    await upsert([makeEvent("a", ID), makeEvent("b", OTHER)]);
    await removeDeleted(db(), [ID], at(60));
    expect(await findEvents(db(), ID)).toEqual([]);
    await upsert([makeEvent("a", ID), makeEvent("b", OTHER)], at(120));
    await record("a", {}, at(130));
    expect(await findEvents(db(), ID)).toEqual([]);
    expect(await countRows()).toEqual({ events: 1, deliveries: 1 });
  });

  test("lets events go when the days of their session are over", async () => {
    const session = makeWireSession(ID, {
      status: "succeeded",
      completed_at: "2026-11-23T05:10:00.000Z",
    });
    await upsertSessions(db(), [{ session, readAt: NOW }], { now: NOW, retention: RETENTION });
    await upsert([makeEvent("a", ID)]);
    await removePastRetention(db(), at(31 * 86_400), RETENTION);
    expect(await countRows()).toEqual({ events: 0, deliveries: 0 });
  });

  test("lets events of sessions that were never seen go after their days", async () => {
    await upsert([makeEvent("a", ID), makeEvent("b", ID, { created_at: NOW.toISOString() })]);
    await removeEventsBefore(db(), at(-1));
    expect((await findEvents(db(), ID)).map(({ id }) => id)).toEqual(["evt_b"]);
    expect(await countRows()).toEqual({ events: 1, deliveries: 1 });
  });

  test("leaves no delivery behind when a session goes while its deliveries are read", async () => {
    const ids = Array.from({ length: 20 }, (_, at) => `e${at}`);
    await upsert(ids.map((id) => makeEvent(id, ID, { created_at: at(-60).toISOString() })));
    const writes = ids.map((id) => record(id, { status: "succeeded" }, at(10)));
    await Promise.all([...writes, removeEventsBefore(db(), at(0)), ...writes]);
    expect(await countRows()).toEqual({ events: 0, deliveries: 0 });
  });

  test("takes away a delivery that Kayle no longer lists, unless the list was cut off", async () => {
    const both = [makeDelivery("a"), makeDelivery("gone")];
    await upsert([makeEvent("a", ID, { deliveries: both })]);
    const [first] = both;
    const deliveries = first ? [first] : [];
    await recordDeliveries(db(), "evt_a", { deliveries, isWhole: false }, at(10));
    expect(await countRows()).toMatchObject({ deliveries: 2 });
    await recordDeliveries(db(), "evt_a", { deliveries, isWhole: true }, at(20));
    expect((await findEvents(db(), ID))[0]?.deliveries.map(({ id }) => id)).toEqual(["whd_a"]);
  });

  test("names open deliveries as due after their next attempt, and ended ones never", async () => {
    await upsert([makeEvent("a", ID), makeEvent("b", ID), makeEvent("c", OTHER)]);
    await record("a", { next_attempt_at: at(300).toISOString() }, at(0));
    await record("b", FAILED, at(0));
    const due = (seconds: number) => findDueEvents(db(), at(seconds), 10);
    expect(await due(10)).toEqual([]);
    expect(await due(16)).toEqual(["evt_c"]);
    expect(await due(301)).toEqual(["evt_a", "evt_c"]);
  });

  test("names first what was read the longest ago, so that nothing is passed over for ever", async () => {
    await upsert([makeEvent("a", ID), makeEvent("b", ID), makeEvent("c", OTHER)]);
    await record("a", {}, at(30));
    await record("b", {}, at(20));
    expect(await findDueEvents(db(), at(60), 2)).toEqual(["evt_c", "evt_b"]);
    await record("c", {}, at(61));
    expect(await findDueEvents(db(), at(90), 2)).toEqual(["evt_b", "evt_a"]);
  });

  test("asks within the hour for a delivery whose next attempt is far away", async () => {
    await upsert([makeEvent("a", ID)]);
    await record("a", { next_attempt_at: at(40_000).toISOString() }, at(0));
    expect(await findDueEvents(db(), at(3599), 10)).toEqual([]);
    expect(await findDueEvents(db(), at(3601), 10)).toEqual(["evt_a"]);
  });

  test("finds the event of a delivery for its own session alone", async () => {
    await upsert([makeEvent("a", ID)]);
    expect(await findEventOfDelivery(db(), ID, "whd_a")).toBe("evt_a");
    expect(await findEventOfDelivery(db(), OTHER, "whd_a")).toBeNull();
    expect(await findEventOfDelivery(db(), ID, "whd_nope")).toBeNull();
  });
});
