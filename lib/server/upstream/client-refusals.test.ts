import { describe, expect, onTestFinished, test } from "vitest";
import { faultOf, setUpClient } from "./testing/client-harness";
import { sendJson, startLoopbackServer } from "./testing/loopback-server";
import { makeId, makeWireAnswer, makeWireSession, WIRE_ERRORS } from "./testing/wire";

const ID = makeId("7");

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
    const { server, client } = await setUpClient((_, response) => sendJson(response, status, body));
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
    const { server, client } = await setUpClient((_, response) =>
      response.writeHead(status).end("<html>"),
    );
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(server.seen).toHaveLength(tries);
  });

  test.each([429, 503])("%i with a long wait is not waited for", async (status) => {
    const { server, client } = await setUpClient((_, response) =>
      response.writeHead(status, { "retry-after": "30" }).end(),
    );
    await faultOf(client.getSession(ID));
    expect(server.seen).toHaveLength(1);
  });

  test("503 is not asked again when too little time is left for an answer", async () => {
    const { server, client } = await setUpClient((_, response) => response.writeHead(503).end(), {
      timeoutMs: 200,
    });
    expect(await faultOf(client.getSession(ID))).toMatchObject({ kind: "server_error" });
    expect(server.seen).toHaveLength(1);
  });

  test("of a list's filter is the request's fault and names the parameter in the log", async () => {
    const { client } = await setUpClient((_, response) =>
      sendJson(response, 400, WIRE_ERRORS.validation),
    );
    const fault = await faultOf(client.listSessionRows({ limit: 5 }));
    expect(fault).toMatchObject({ code: "INVALID_REQUEST" });
    expect(fault.logDetail).toContain("limit");
  });

  test("429 says when to come back: Kayle's own figure, or five seconds", async () => {
    const { client } = await setUpClient((_, response, count) => {
      response.writeHead(429, count === 1 ? { "retry-after": "40" } : {}).end();
    });
    expect(await faultOf(client.getSession(ID))).toMatchObject({ retryAfterSeconds: 40 });
    expect(await faultOf(client.getSession(ID))).toMatchObject({ retryAfterSeconds: 5 });
  });

  test("429 with a wait of a second is waited for within the same call", async () => {
    const { server, client } = await setUpClient((_, response, count) => {
      if (count === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else sendJson(response, 200, makeWireAnswer(ID));
    });
    expect((await client.getSession(ID)).session.id).toBe(ID);
    expect(server.seen).toHaveLength(2);
  });

  test("a plain-text 404 is a wrong address, not an unknown session", async () => {
    const { client } = await setUpClient((_, response) =>
      response.writeHead(404).end("404 Not Found"),
    );
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
    const { server, client } = await setUpClient((__, response) =>
      response.writeHead(200).end(body),
    );
    const fault = await faultOf(client.getSession(ID));
    expect(fault.code).toBe("UPSTREAM_CONTRACT");
    expect(fault.logDetail).toContain(detail);
    expect(server.seen).toHaveLength(1);
  });

  test("of one row of a list names its field, never a value of it, and spoils no other row", async () => {
    const odd = makeWireSession(ID, { created_at: "Jane Doe" });
    const pagination = { limit: 10, has_more: false, next_cursor: null };
    const { client } = await setUpClient((_, response) =>
      sendJson(response, 200, { data: [makeWireSession(ID), odd], error: null, pagination }),
    );
    const { rows } = await client.listSessionRows({});
    expect(rows).toMatchObject([
      { session: { id: ID } },
      { fault: { id: ID, reason: expect.stringContaining("created_at") } },
    ]);
    expect(JSON.stringify(rows)).not.toContain("Jane");
  });

  test("a redirect is one, and the key does not follow it", async () => {
    const elsewhere = await startLoopbackServer((_, response) =>
      sendJson(response, 200, makeWireAnswer(ID)),
    );
    onTestFinished(() => elsewhere.close());
    const { client } = await setUpClient((_, response) =>
      response.writeHead(302, { location: `${elsewhere.url}/v1/sessions/${ID}` }).end(),
    );
    expect(await faultOf(client.getSession(ID))).toMatchObject({ code: "UPSTREAM_CONTRACT" });
    expect(elsewhere.seen).toEqual([]);
  });

  test("an endless body is cut off at the cap, long before the deadline", async () => {
    const chunk = "x".repeat(16_384);
    let sent = 0;
    const { client } = await setUpClient(
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
