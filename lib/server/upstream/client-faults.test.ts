import { describe, expect, test } from "vitest";
import { faultOf, makeClient, setUpClient } from "./testing/client-harness";
import { sendJson, startLoopbackServer } from "./testing/loopback-server";
import { makeId, makeWireAnswer } from "./testing/wire";

const ID = makeId("7");

describe("the deadline", () => {
  test("holds over a server that never answers", async () => {
    const { client } = await setUpClient(() => {}, { timeoutMs: 150 });
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_TIMEOUT" });
  });

  test("holds over a body that drips for ever", async () => {
    const { client } = await setUpClient(
      (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(" "), 20);
        response.once("close", () => clearInterval(drip));
      },
      { timeoutMs: 300 },
    );
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_TIMEOUT" });
  });

  test("holds over all tries together", async () => {
    const { client } = await setUpClient(
      (_, response) => void setTimeout(() => response.writeHead(503).end(), 120),
      { timeoutMs: 300 },
    );
    expect((await faultOf(client.getSession(ID))).code).toMatch(/UPSTREAM_(ERROR|TIMEOUT)/);
  });

  test("holds over waiting for a free place", async () => {
    const { server, client } = await setUpClient(() => {}, { timeoutMs: 200, concurrencyMax: 1 });
    const faults = await Promise.all(
      [1, 2, 3].map((n) => faultOf(client.getSession(makeId(`${n}`)))),
    );
    expect(faults.map(({ code }) => code)).toEqual(Array(3).fill("UPSTREAM_TIMEOUT"));
    expect(server.seen).toHaveLength(1);
  });
});

describe("a broken connection", () => {
  test("is tried again for a read, and the answer then counts", async () => {
    const { server, client } = await setUpClient((_, response, count) => {
      if (count === 1) response.socket?.destroy();
      else sendJson(response, 200, makeWireAnswer(ID));
    });
    expect((await client.getSession(ID)).session.id).toBe(ID);
    expect(server.seen).toHaveLength(2);
  });

  test("in the middle of a body is tried again too", async () => {
    const { server, client } = await setUpClient((_, response, count) => {
      if (count > 1) return sendJson(response, 200, makeWireAnswer(ID));
      response.writeHead(200, { "content-length": "5000" });
      response.write('{"data":', () => response.socket?.destroy());
    });
    expect((await client.getSession(ID)).session.id).toBe(ID);
    expect(server.seen).toHaveLength(2);
  });

  test("that stays broken is UPSTREAM_ERROR after three tries", async () => {
    const { server, client } = await setUpClient((_, response) => void response.socket?.destroy());
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(server.seen).toHaveLength(3);
  });

  test("to a port where nobody listens is UPSTREAM_ERROR", async () => {
    const server = await startLoopbackServer(() => {});
    await server.close();
    const fault = await faultOf(makeClient({ apiUrl: server.url }).getSession(ID));
    expect(fault).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(fault.logDetail).toContain("ECONNREFUSED");
    expect(fault.logDetail).not.toContain("127.0.0.1");
  });
});
