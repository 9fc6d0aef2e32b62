import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { createUpstreamClient } from "./client";
import {
  type LoopbackServer,
  type SeenRequest,
  sendJson,
  startLoopbackServer,
} from "./testing/loopback-server";
import { makeId, makeWireAnswer, makeWireSession, WIRE_ERRORS } from "./testing/wire";
import type { UpstreamCall, UpstreamClient, UpstreamClientOptions } from "./types";
import type { UpstreamError } from "./upstream-error";

const KEY = "kk_test_0123456789abcdefSECRET";
const ID = makeId("7");

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function setUp(
  answer: (request: SeenRequest, response: ServerResponse, count: number) => void,
  options: Partial<UpstreamClientOptions> = {},
): Promise<{ server: LoopbackServer; client: UpstreamClient }> {
  const server = await startLoopbackServer(answer);
  const client = createClient({ apiUrl: server.url, ...options });
  cleanUps.push(() => server.close());
  return { server, client };
}

function createClient(options: Partial<UpstreamClientOptions>): UpstreamClient {
  const defaults = { apiUrl: "", apiKey: KEY, timeoutMs: 3000, concurrencyMax: 8 };
  const client = createUpstreamClient({ ...defaults, ...options });
  cleanUps.push(() => client.close());
  return client;
}

/** What a call failed with; it must fail, and nothing of it may hold the key. */
async function faultOf(call: Promise<unknown>): Promise<UpstreamError> {
  const fault = await call.then(
    () => {
      throw new Error("the call was to fail");
    },
    (error: UpstreamError) => error,
  );
  const all = `${fault.stack} ${JSON.stringify(fault)} ${fault.logDetail} ${String(fault.cause)}`;
  expect(all).not.toContain(KEY);
  return fault;
}

describe("a read", () => {
  test("sends the key to Kayle's path and gives the session with the time of reading", async () => {
    const { server, client } = await setUp((_, response) =>
      sendJson(response, 200, makeWireAnswer(ID, { new_field: "x" })),
    );
    const read = await client.getSession(ID);
    expect(read.session).toEqual(makeWireSession(ID));
    expect(read.unknownFields).toEqual(["new_field"]);
    expect(Math.abs(Date.parse(read.fetchedAt) - Date.now())).toBeLessThan(5000);
    expect(server.seen).toMatchObject([
      { method: "GET", path: `/v1/sessions/${ID}`, headers: { authorization: `Bearer ${KEY}` } },
    ]);
  });

  test("keeps the path of a base URL that has one", async () => {
    const { server } = await setUp((_, response) => sendJson(response, 200, makeWireAnswer(ID)));
    const client = createClient({ apiUrl: `${server.url}/kayle/` });
    await client.getSession(ID);
    expect(server.seen[0]?.path).toBe(`/kayle/v1/sessions/${ID}`);
  });

  test("keeps connections alive for the calls that follow", async () => {
    const ports = new Set<number | undefined>();
    const { client } = await setUp((_, response) => {
      ports.add(response.socket?.remotePort);
      sendJson(response, 200, makeWireAnswer(ID));
    });
    for (let n = 0; n < 20; n += 1) await client.getSession(ID);
    // A second one may open while the first is not yet back in the pool.
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test.each(["", "vs_abc", `${ID}\n`, `vs_live_${"a".repeat(64)}`, `../../${ID}`, `${ID}/cancel`])(
    "of the malformed id %j never reaches Kayle",
    async (id) => {
      const { server, client } = await setUp((_, response) => sendJson(response, 200, {}));
      expect(await faultOf(client.getSession(id))).toMatchObject({ code: "INVALID_SESSION_ID" });
      expect(await faultOf(client.cancelSession(id))).toMatchObject({ code: "INVALID_SESSION_ID" });
      expect(server.seen).toEqual([]);
    },
  );

  test("passes every filter of a list on and gives the page with its cursor", async () => {
    const next = makeId("9");
    const { server, client } = await setUp((_, response) =>
      sendJson(response, 200, {
        data: [makeWireSession(ID), makeWireSession(next)],
        error: null,
        pagination: { limit: 2, has_more: true, next_cursor: next },
      }),
    );
    const filters = { status: "failed", created_from: "2026-11-01T00:00:00Z", limit: 2 } as const;
    const list = await client.listSessions({ ...filters, starting_after: ID });
    expect(list).toMatchObject({ hasMore: true, nextCursor: next, unknownFields: [] });
    expect(list.sessions.map(({ id }) => id)).toEqual([ID, next]);
    const asked = new URL(server.seen[0]?.path ?? "", server.url);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      status: "failed",
      created_from: "2026-11-01T00:00:00Z",
      limit: "2",
      starting_after: ID,
    });
  });
});

describe("each refusal of Kayle's", () => {
  test.each([
    [404, WIRE_ERRORS.notFound, "NOT_FOUND"],
    [401, WIRE_ERRORS.unauthorized, "UPSTREAM_UNAUTHORIZED"],
    [403, WIRE_ERRORS.forbidden, "UPSTREAM_FORBIDDEN"],
    [410, WIRE_ERRORS.frozen, "ORGANIZATION_FROZEN"],
    [429, {}, "UPSTREAM_BUSY"],
    [400, WIRE_ERRORS.validation, "UPSTREAM_CONTRACT"],
    [418, {}, "UPSTREAM_CONTRACT"],
    [204, {}, "UPSTREAM_CONTRACT"],
  ])("%i has its code and is not asked twice", async (status, body, code) => {
    const { server, client } = await setUp((_, response) => sendJson(response, status, body));
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    [500, 2],
    [502, 3],
    [503, 3],
    [504, 3],
    [599, 1],
  ])("%i is UPSTREAM_ERROR after %i tries", async (status, tries) => {
    const { server, client } = await setUp((_, response) =>
      response.writeHead(status).end("<html>"),
    );
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(server.seen).toHaveLength(tries);
  });

  test("of a list's filter is the request's fault and names the parameter in the log", async () => {
    const { client } = await setUp((_, response) =>
      sendJson(response, 400, WIRE_ERRORS.validation),
    );
    const fault = await faultOf(client.listSessions({ limit: 5 }));
    expect(fault).toMatchObject({ code: "INVALID_REQUEST" });
    expect(fault.logDetail).toContain("limit");
  });

  test("429 says when to come back: Kayle's own figure, or five seconds", async () => {
    const { client } = await setUp((_, response, count) => {
      response.writeHead(429, count === 1 ? { "retry-after": "40" } : {}).end();
    });
    expect(await faultOf(client.getSession(ID))).toMatchObject({ retryAfterSeconds: 40 });
    expect(await faultOf(client.getSession(ID))).toMatchObject({ retryAfterSeconds: 5 });
  });

  test("429 with a wait of a second is waited for within the same call", async () => {
    const { server, client } = await setUp((_, response, count) => {
      if (count === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else sendJson(response, 200, makeWireAnswer(ID));
    });
    expect((await client.getSession(ID)).session.id).toBe(ID);
    expect(server.seen).toHaveLength(2);
  });

  test("a plain-text 404 is a wrong address, not an unknown session", async () => {
    const { client } = await setUp((_, response) => response.writeHead(404).end("404 Not Found"));
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_CONTRACT" });
  });
});

describe("an answer outside the contract", () => {
  test.each([
    ["HTML", "<html>", "not JSON"],
    ["nothing", "", "not JSON"],
    ["half of it", '{"data": {"id":', "not JSON"],
    ["another type", "[]", "(body) (invalid_type)"],
    ["no data", '{"data": null, "error": null}', "data (invalid_type)"],
    ["a wrong field", JSON.stringify(makeWireAnswer(ID, { status: 5 })), "data.status"],
    ["another session", JSON.stringify(makeWireAnswer(makeId("8"))), "data.id (custom)"],
  ])("such as %s is UPSTREAM_CONTRACT, named in the log", async (_, body, detail) => {
    const { server, client } = await setUp((__, response) => response.writeHead(200).end(body));
    const fault = await faultOf(client.getSession(ID));
    expect(fault.code).toBe("UPSTREAM_CONTRACT");
    expect(fault.logDetail).toContain(detail);
    expect(server.seen).toHaveLength(1);
  });

  test("names the row of a list, never a value of it", async () => {
    const odd = makeWireSession(ID, { created_at: "Jane Doe" });
    const pagination = { limit: 10, has_more: false, next_cursor: null };
    const { client } = await setUp((_, response) =>
      sendJson(response, 200, { data: [makeWireSession(ID), odd], error: null, pagination }),
    );
    const fault = await faultOf(client.listSessions({}));
    expect(fault.logDetail).toContain("data.1.created_at");
    expect(`${fault.logDetail} ${fault.stack}`).not.toContain("Jane");
  });

  test("a redirect is one, and the key does not follow it", async () => {
    const elsewhere = await startLoopbackServer((_, response) =>
      sendJson(response, 200, makeWireAnswer(ID)),
    );
    cleanUps.push(() => elsewhere.close());
    const { client } = await setUp((_, response) =>
      response.writeHead(302, { location: `${elsewhere.url}/v1/sessions/${ID}` }).end(),
    );
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_CONTRACT" });
    expect(elsewhere.seen).toEqual([]);
  });

  test("an endless body is cut off at the cap, long before the deadline", async () => {
    const chunk = "x".repeat(16_384);
    let sent = 0;
    const { client } = await setUp(
      (_, response) => {
        const pump = () => {
          if (response.destroyed) return;
          sent += chunk.length;
          if (response.write(chunk)) setImmediate(pump);
          else response.once("drain", pump);
        };
        response.writeHead(200);
        pump();
      },
      { bodyBytesMax: 200_000 },
    );
    const fault = await faultOf(client.getSession(ID));
    expect(fault).toMatchObject({ code: "UPSTREAM_CONTRACT" });
    expect(fault.logDetail).toContain("200000");
    expect(sent).toBeLessThan(50_000_000);
  });
});

describe("the deadline", () => {
  test("holds over a server that never answers", async () => {
    const { client } = await setUp(() => {}, { timeoutMs: 150 });
    const startedAt = performance.now();
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_TIMEOUT" });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  test("holds over a body that drips for ever", async () => {
    const { client } = await setUp(
      (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(" "), 20);
        response.once("close", () => clearInterval(drip));
      },
      { timeoutMs: 300 },
    );
    const startedAt = performance.now();
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_TIMEOUT" });
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThanOrEqual(295);
    expect(tookMs).toBeLessThan(2000);
  });

  test("holds over all tries together", async () => {
    const { client } = await setUp(
      (_, response) => void setTimeout(() => response.writeHead(503).end(), 120),
      { timeoutMs: 300 },
    );
    const startedAt = performance.now();
    expect((await faultOf(client.getSession(ID))).code).toMatch(/UPSTREAM_(ERROR|TIMEOUT)/);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  test("holds over waiting for a free place", async () => {
    const { server, client } = await setUp(() => {}, { timeoutMs: 200, concurrencyMax: 1 });
    const faults = await Promise.all(
      [1, 2, 3].map((n) => faultOf(client.getSession(makeId(`${n}`)))),
    );
    expect(faults.map(({ code }) => code)).toEqual(Array(3).fill("UPSTREAM_TIMEOUT"));
    expect(server.seen).toHaveLength(1);
  });
});

describe("a broken connection", () => {
  test("is tried again for a read, and the answer then counts", async () => {
    const { server, client } = await setUp((_, response, count) => {
      if (count === 1) response.socket?.destroy();
      else sendJson(response, 200, makeWireAnswer(ID));
    });
    expect((await client.getSession(ID)).session.id).toBe(ID);
    expect(server.seen).toHaveLength(2);
  });

  test("in the middle of a body is tried again too", async () => {
    const { server, client } = await setUp((_, response, count) => {
      if (count > 1) return sendJson(response, 200, makeWireAnswer(ID));
      response.writeHead(200, { "content-length": "5000" });
      response.write('{"data":', () => response.socket?.destroy());
    });
    expect((await client.getSession(ID)).session.id).toBe(ID);
    expect(server.seen).toHaveLength(2);
  });

  test("that stays broken is UPSTREAM_ERROR after three tries", async () => {
    const { server, client } = await setUp((_, response) => void response.socket?.destroy());
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(server.seen).toHaveLength(3);
  });

  test("to a port where nobody listens is UPSTREAM_ERROR", async () => {
    const server = await startLoopbackServer(() => {});
    await server.close();
    const fault = await faultOf(createClient({ apiUrl: server.url }).getSession(ID));
    expect(fault).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(fault.logDetail).toContain("ECONNREFUSED");
    expect(fault.logDetail).not.toContain("127.0.0.1");
  });
});

describe("a cancel", () => {
  test("is one POST without a body, and 204 is enough", async () => {
    const { server, client } = await setUp((_, response) => response.writeHead(204).end());
    await client.cancelSession(ID);
    expect(server.seen).toMatchObject([{ method: "POST", path: `/v1/sessions/${ID}/cancel` }]);
  });

  test.each([500, 502, 503, 504, 429])("is never sent again after a %i", async (status) => {
    const { server, client } = await setUp((_, response) =>
      response.writeHead(status, { "retry-after": "0" }).end(),
    );
    await faultOf(client.cancelSession(ID));
    expect(server.seen).toHaveLength(1);
  });

  test("is never sent again after a broken connection", async () => {
    const { server, client } = await setUp((_, response) => void response.socket?.destroy());
    expect(await faultOf(client.cancelSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(server.seen).toHaveLength(1);
  });

  test("is not shared between two who cancel at the same time", async () => {
    const { server, client } = await setUp((_, response) => response.writeHead(204).end());
    await Promise.all([client.cancelSession(ID), client.cancelSession(ID)]);
    expect(server.seen).toHaveLength(2);
  });
});

describe("many at once", () => {
  test("fifty reads of one session cost Kayle one call, and each has a result of its own", async () => {
    const { server, client } = await setUp((_, response) => {
      setTimeout(() => sendJson(response, 200, makeWireAnswer(ID)), 30);
    });
    const calls: UpstreamCall[] = [];
    const onCall = (call: UpstreamCall) => void calls.push(call);
    const reads = await Promise.all(
      Array.from({ length: 50 }, () => client.getSession(ID, { onCall })),
    );
    expect(server.seen).toHaveLength(1);
    expect(new Set(reads.map(({ session }) => session)).size).toBe(50);
    expect(calls.filter(({ shared }) => shared)).toHaveLength(49);
    expect(calls.every(({ status, attempts }) => status === 200 && attempts === 1)).toBe(true);
  });

  test("a waiter who leaves takes nothing from the others", async () => {
    const { server, client } = await setUp((_, response) => {
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

  test("a shared failure reaches each waiter and is not kept", async () => {
    const { server, client } = await setUp((_, response, count) => {
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
    const { server, client } = await setUp(
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

describe("the breaker", () => {
  test("spares Kayle in an outage and closes again once Kayle answers", async () => {
    let isDown = true;
    const { server, client } = await setUp(
      (_, response) =>
        isDown ? response.writeHead(503).end() : sendJson(response, 200, makeWireAnswer(ID)),
      { breakerHalfOpenAfterMs: 100 },
    );
    for (let n = 0; n < 20; n += 1) {
      expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    }
    expect(server.seen.length).toBeLessThan(10);
    isDown = false;
    await expect
      .poll(() => client.getSession(ID).then(({ session }) => session.id, String), {
        timeout: 2000,
      })
      .toBe(ID);
  });

  test("stays closed over refusals, however many", async () => {
    const { server, client } = await setUp((_, response) =>
      sendJson(response, 404, WIRE_ERRORS.notFound),
    );
    for (let n = 0; n < 12; n += 1) await faultOf(client.getSession(ID));
    expect(server.seen).toHaveLength(12);
  });
});
