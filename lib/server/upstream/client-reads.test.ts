import { describe, expect, test } from "vitest";
import { CLIENT_KEY, faultOf, makeClient, setUpClient } from "./testing/client-harness";
import { sendJson } from "./testing/loopback-server";
import { makeId, makeWireAnswer, makeWireSession } from "./testing/wire";

const ID = makeId("7");

describe("a read", () => {
  test("sends the key to Kayle's path and gives the session with the time of reading", async () => {
    const { server, client } = await setUpClient((_, response) =>
      sendJson(response, 200, makeWireAnswer(ID, { new_field: "x" })),
    );
    const read = await client.getSession(ID);
    expect(read.session).toEqual(makeWireSession(ID));
    expect(read.unknownFields).toEqual(["new_field"]);
    expect(Math.abs(Date.parse(read.fetchedAt) - Date.now())).toBeLessThan(5000);
    expect(server.seen).toMatchObject([
      {
        method: "GET",
        path: `/v1/sessions/${ID}`,
        headers: { authorization: `Bearer ${CLIENT_KEY}` },
      },
    ]);
  });

  test("keeps the path of a base URL that has one", async () => {
    const { server } = await setUpClient((_, response) =>
      sendJson(response, 200, makeWireAnswer(ID)),
    );
    const client = makeClient({ apiUrl: `${server.url}/kayle/` });
    await client.getSession(ID);
    expect(server.seen[0]?.path).toBe(`/kayle/v1/sessions/${ID}`);
  });

  test("keeps connections alive for the calls that follow", async () => {
    const ports = new Set<number | undefined>();
    const { client } = await setUpClient((_, response) => {
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
      const { server, client } = await setUpClient((_, response) => sendJson(response, 200, {}));
      expect(await faultOf(client.getSession(id))).toMatchObject({ code: "INVALID_SESSION_ID" });
      expect(await faultOf(client.cancelSession(id))).toMatchObject({ code: "INVALID_SESSION_ID" });
      expect(server.seen).toEqual([]);
    },
  );

  test("passes every filter of a list on and gives the page with its cursor", async () => {
    const next = makeId("9");
    const { server, client } = await setUpClient((_, response) =>
      sendJson(response, 200, {
        data: [makeWireSession(ID), makeWireSession(next)],
        error: null,
        pagination: { limit: 2, has_more: true, next_cursor: next },
      }),
    );
    const filters = { status: "failed", created_from: "2026-11-01T00:00:00Z", limit: 2 } as const;
    const list = await client.listSessionRows({ ...filters, starting_after: ID });
    const rows = [{ session: { id: ID } }, { session: { id: next } }];
    expect(list).toMatchObject({ rows, hasMore: true, nextCursor: next });
    const asked = new URL(server.seen[0]?.path ?? "", server.url);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      status: "failed",
      created_from: "2026-11-01T00:00:00Z",
      limit: "2",
      starting_after: ID,
    });
  });
});

describe("a cancel", () => {
  test("is one POST without a body, and 204 is enough", async () => {
    const { server, client } = await setUpClient((_, response) => response.writeHead(204).end());
    await client.cancelSession(ID);
    expect(server.seen).toMatchObject([{ method: "POST", path: `/v1/sessions/${ID}/cancel` }]);
  });

  test.each([500, 502, 503, 504, 429])("is never sent again after a %i", async (status) => {
    const { server, client } = await setUpClient((_, response) =>
      response.writeHead(status, { "retry-after": "0" }).end(),
    );
    await faultOf(client.cancelSession(ID));
    expect(server.seen).toHaveLength(1);
  });

  test("is never sent again after a broken connection", async () => {
    const { server, client } = await setUpClient((_, response) => void response.socket?.destroy());
    expect(await faultOf(client.cancelSession(ID))).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(server.seen).toHaveLength(1);
  });

  test("is not shared between two who cancel at the same time", async () => {
    const { server, client } = await setUpClient((_, response) => response.writeHead(204).end());
    await Promise.all([client.cancelSession(ID), client.cancelSession(ID)]);
    expect(server.seen).toHaveLength(2);
  });
});
