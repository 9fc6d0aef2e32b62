import { describe, expect, test } from "vitest";
import { faultOf, setUpClient } from "./testing/client-harness";
import { sendJson } from "./testing/loopback-server";
import { makeId, makeWireAnswer, WIRE_ERRORS } from "./testing/wire";
import type { SessionAnswer, UpstreamCall } from "./types";

const ID = makeId("7");

describe("many at once", () => {
  test("fifty reads of one session cost Kayle one call, whose answer is read once for all", async () => {
    const { server, client } = await setUpClient((_, response) => {
      setTimeout(() => sendJson(response, 200, makeWireAnswer(ID)), 30);
    });
    const calls: UpstreamCall[] = [];
    const onCall = (call: UpstreamCall) => void calls.push(call);
    const reads = await Promise.all(
      Array.from({ length: 50 }, () => client.getSession(ID, { onCall })),
    );
    expect(server.seen).toHaveLength(1);
    expect(new Set(reads.map(({ session }) => session)).size).toBe(1);
    expect(calls.filter(({ shared }) => shared)).toHaveLength(49);
    expect(calls.every(({ status, attempts }) => status === 200 && attempts === 1)).toBe(true);
  });

  test("a waiter who leaves takes nothing from the others", async () => {
    const { server, client } = await setUpClient((_, response) => {
      setTimeout(() => sendJson(response, 200, makeWireAnswer(ID)), 50);
    });
    const leaver = new AbortController();
    const left = faultOf(client.getSession(ID, { signal: leaver.signal }));
    const stayed = client.getSession(ID, { signal: new AbortController().signal });
    leaver.abort();
    expect(await left).toMatchObject({ kind: "aborted" });
    expect((await stayed).session.id).toBe(ID);
    expect(server.seen).toHaveLength(1);
  });

  test("an answer is told once, however many waited for it and whoever of them has left", async () => {
    const told: SessionAnswer[] = [];
    let arrivedAt = 0;
    const { client } = await setUpClient(
      (_, response) => {
        arrivedAt = Date.now();
        setTimeout(() => sendJson(response, 200, makeWireAnswer(ID)), 50);
      },
      { onSessionAnswer: (answer) => void told.push(answer) },
    );
    const leaver = new AbortController();
    const left = faultOf(client.getSession(ID, { signal: leaver.signal }));
    const stayed = Array.from({ length: 20 }, () =>
      client.getSession(ID, { signal: new AbortController().signal }),
    );
    leaver.abort();
    await left;
    await Promise.all(stayed);
    expect(told).toMatchObject([{ id: ID, session: { id: ID } }]);
    // When it was asked for, not when it came: what is true now may be newer, never older.
    expect(told[0]?.askedAt.getTime()).toBeLessThanOrEqual(arrivedAt);
  });

  test("only what Kayle said about a session is told: that it is gone, but no fault", async () => {
    const told: SessionAnswer[] = [];
    const answers = [
      [404, WIRE_ERRORS.notFound],
      [401, WIRE_ERRORS.unauthorized],
      [200, { data: {}, error: null }],
      [404, "no such route"],
    ] as const;
    const { client } = await setUpClient(
      (_, response, count) => {
        const [status, body] = answers[count - 1] ?? answers[1];
        sendJson(response, status, body);
      },
      { onSessionAnswer: (answer) => void told.push(answer) },
    );
    for (const _ of answers) await faultOf(client.getSession(ID));
    expect(told).toMatchObject([{ id: ID, session: null }]);
  });

  test("a shared failure reaches each waiter and is not kept", async () => {
    const { server, client } = await setUpClient((_, response, count) => {
      if (count > 1) sendJson(response, 200, makeWireAnswer(ID));
      else sendJson(response, 401, WIRE_ERRORS.unauthorized);
    });
    const faults = await Promise.all([1, 2, 3].map(() => faultOf(client.getSession(ID))));
    expect(faults.map(({ code }) => code)).toEqual(Array(3).fill("UPSTREAM_UNAUTHORIZED"));
    await client.getSession(ID);
    expect(server.seen).toHaveLength(2);
  });

  test("never more calls are with Kayle than the setting allows", async () => {
    let inFlight = 0;
    let inFlightMax = 0;
    const { server, client } = await setUpClient(
      ({ path }, response) => {
        inFlight += 1;
        inFlightMax = Math.max(inFlightMax, inFlight);
        setTimeout(() => {
          inFlight -= 1;
          sendJson(response, 200, makeWireAnswer(path.slice("/v1/sessions/".length)));
        }, 10);
      },
      { concurrencyMax: 4 },
    );
    const ids = Array.from({ length: 40 }, (_, n) => makeId(`${n}`));
    const reads = await Promise.all(ids.map((id) => client.getSession(id)));
    expect(reads.map(({ session }) => session.id)).toEqual(ids);
    expect(server.seen).toHaveLength(40);
    expect(inFlightMax).toBe(4);
  });
});

describe("a call that waits for a free place", () => {
  /** A Kayle with one place, which answers nobody before `open`. */
  async function setUpBusy() {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { server, client } = await setUpClient(
      ({ path }, response) =>
        void opened.then(() =>
          sendJson(response, 200, makeWireAnswer(path.slice("/v1/sessions/".length))),
        ),
      { concurrencyMax: 1, timeoutMs: 20_000 },
    );
    return { server, client, open };
  }

  test("is never sent once its caller has left, and holds up nobody behind it", async () => {
    const { server, client, open } = await setUpBusy();
    const [first = "", left = "", last = ""] = ["1", "2", "3"].map((tail) => makeId(tail));
    const leaver = new AbortController();
    const before = client.getSession(first);
    const gone = faultOf(client.getSession(left, { signal: leaver.signal }));
    const behind = client.getSession(last);
    leaver.abort();
    expect(await gone).toMatchObject({ kind: "aborted" });
    open();
    expect((await before).session.id).toBe(first);
    expect((await behind).session.id).toBe(last);
    expect(server.seen.map(({ path }) => path)).toEqual(
      [first, last].map((id) => `/v1/sessions/${id}`),
    );
  });

  test("is refused at once when far too many wait already", async () => {
    const { server, client, open } = await setUpBusy();
    const reads = Array.from({ length: 17 }, (_, n) => client.getSession(makeId(`${n}`)));
    expect(await faultOf(client.getSession(makeId("99")))).toMatchObject({
      code: "DESK_BUSY",
      retryAfterSeconds: 2,
    });
    open();
    await Promise.all(reads);
    expect(server.seen).toHaveLength(17);
  });

  test("gets the place of one that failed", async () => {
    const { server, client } = await setUpClient(
      (_, response, count) =>
        count === 1
          ? sendJson(response, 401, WIRE_ERRORS.unauthorized)
          : sendJson(response, 200, makeWireAnswer(ID)),
      { concurrencyMax: 1 },
    );
    const failed = faultOf(client.getSession(makeId("1")));
    expect((await client.getSession(ID)).session.id).toBe(ID);
    expect(await failed).toMatchObject({ kind: "unauthorized" });
    expect(server.seen).toHaveLength(2);
  });
});

describe("the breaker", () => {
  test("spares Kayle in an outage: twenty calls cost it five tries", async () => {
    const { server, client } = await setUpClient((_, response) => response.writeHead(503).end(), {
      breakerHalfOpenAfterMs: 600_000,
    });
    for (let n = 0; n < 20; n += 1) {
      expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    }
    expect(server.seen).toHaveLength(5);
  });

  test("closes again once Kayle answers", async () => {
    let isDown = true;
    const { client } = await setUpClient(
      (_, response) =>
        isDown ? response.writeHead(503).end() : sendJson(response, 200, makeWireAnswer(ID)),
      { breakerHalfOpenAfterMs: 50 },
    );
    for (let n = 0; n < 3; n += 1) await faultOf(client.getSession(ID));
    isDown = false;
    const read = () => client.getSession(ID).then(({ session }) => session.id, String);
    await expect.poll(read, { timeout: 20_000 }).toBe(ID);
  });

  test("stays closed over refusals, however many", async () => {
    const { server, client } = await setUpClient((_, response) =>
      sendJson(response, 404, WIRE_ERRORS.notFound),
    );
    for (let n = 0; n < 12; n += 1) await faultOf(client.getSession(ID));
    expect(server.seen).toHaveLength(12);
  });
});
