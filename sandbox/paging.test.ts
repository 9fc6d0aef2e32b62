import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SESSION_STATUSES } from "@/lib/domain/session";
import { byDepth } from "@/test/depth";
import { createSandbox } from "./sandbox";
import { callSandbox, type ListBody, walkList } from "./test-call";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const HOUR_MS = 3_600_000;
const toIso = (ms: number) => new Date(ms).toISOString();

describe("the list of sessions", () => {
  it("is complete, in the order of ids and without doubles, whatever is asked of it", async () => {
    const sandbox = createSandbox({ seed: 11, size: 1_500, now: () => NOW });
    sandbox.sessions.create(Array.from({ length: 200 }, () => ({})));
    const all = await walkList(sandbox, "/v1/sessions", { limit: "100" });
    expect(all.map((s) => s.id)).toEqual([...new Set(all.map((s) => s.id))].sort());
    const query = fc.record({
      limit: fc.integer({ min: 7, max: 100 }),
      status: fc.option(fc.constantFrom(...SESSION_STATUSES)),
      hoursAgo: fc.option(fc.integer({ min: 0, max: 720 })),
      hours: fc.option(fc.integer({ min: 0, max: 300 })),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ limit, status, hoursAgo, hours }) => {
        const from = hoursAgo === null ? 0 : NOW - hoursAgo * HOUR_MS;
        const to = hours === null ? NOW * 2 : from + hours * HOUR_MS;
        const expected = all.filter((session) => {
          const created = Date.parse(session.created_at);
          return (status === null || session.status === status) && created >= from && created <= to;
        });
        const walked = await walkList(sandbox, "/v1/sessions", {
          limit: String(limit),
          created_from: toIso(from),
          created_to: toIso(to),
          ...(status !== null && { status }),
        });
        expect(walked.map((s) => s.id)).toEqual(expected.map((s) => s.id));
      }),
      { numRuns: byDepth(10, 40) },
    );
  });

  it("takes any well-formed id for a cursor, known or not", async () => {
    const sandbox = createSandbox({ now: () => NOW });
    const all = await walkList(sandbox, "/v1/sessions", { limit: "100" });
    const between = `vs_n${"0".repeat(63)}`;
    const url = `GET /v1/sessions?limit=5&starting_after=${between}`;
    const { body } = await callSandbox<ListBody<{ id: string }>>(sandbox, url);
    const expected = all.filter((session) => session.id > between).slice(0, 5);
    expect(body.data.map((s) => s.id)).toEqual(expected.map((s) => s.id));
  });

  it("shows a changed session once, under its new status", async () => {
    const sandbox = createSandbox({ size: 2_000, now: () => NOW });
    const [open] = await walkList(sandbox, "/v1/sessions", { status: "created" });
    await callSandbox(sandbox, `POST /v1/sessions/${open?.id}/cancel`);
    const all = await walkList(sandbox, "/v1/sessions", { limit: "100" });
    const seen = all.filter((session) => session.id === open?.id);
    expect(seen.map((session) => session.status)).toEqual(["cancelled"]);
    const created = await walkList(sandbox, "/v1/sessions", { status: "created" });
    expect(created.some((session) => session.id === open?.id)).toBe(false);
  });

  it("finds every listed session by its id, and none beside them", async () => {
    const sandbox = createSandbox({ size: 2_000, now: () => NOW });
    for (const session of await walkList(sandbox, "/v1/sessions", { limit: "100" })) {
      const { body } = await callSandbox(sandbox, `GET /v1/sessions/${session.id}`);
      expect(body["data"]).toEqual(session);
      const last = session.id.endsWith("0") ? "1" : "0";
      const near = `GET /v1/sessions/${session.id.slice(0, -1)}${last}`;
      expect((await callSandbox(sandbox, near)).status).toBe(404);
    }
  });
});

describe("the list of events", () => {
  type Event = { id: string; created_at: string; deliveries: { id: string }[] };

  it("is complete, newest first and without doubles, for any length of page", async () => {
    const sandbox = createSandbox({ size: 800, now: () => NOW });
    const all = await walkList<Event>(sandbox, "/v1/events", { limit: "100" });
    const small = await walkList<Event>(sandbox, "/v1/events", { limit: "7" });
    expect(small).toEqual(all);
    expect(new Set(all.map((event) => event.id)).size).toBe(all.length);
    const times = all.map((event) => Date.parse(event.created_at));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it("carries the same deliveries as the list of deliveries does", async () => {
    const sandbox = createSandbox({ size: 600, now: () => NOW });
    const events = await walkList<Event>(sandbox, "/v1/events", { limit: "100" });
    const ofEvents = events.flatMap((event) => event.deliveries.map((delivery) => delivery.id));
    const listed = await walkList(sandbox, "/v1/webhooks/deliveries", { limit: "41" });
    expect(listed.map((one) => one.id).sort()).toEqual(ofEvents.sort());
  });

  it("is answered for each listed event by its id", async () => {
    const sandbox = createSandbox({ size: 600, now: () => NOW });
    for (const event of await walkList<Event>(sandbox, "/v1/events", { limit: "100" })) {
      const { body } = await callSandbox(sandbox, `GET /v1/events/${event.id}`);
      expect(body["data"]).toEqual(event);
    }
  });
});
