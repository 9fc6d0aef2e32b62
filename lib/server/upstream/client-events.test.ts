import { describe, expect, onTestFinished, test } from "vitest";
import type { KeyName } from "@/sandbox/keys";
import { type SandboxServer, startSandboxServer } from "@/sandbox/server";
import {
  FAILED,
  makeDelivery,
  makeDeliveryPage,
  makeEvent,
  makeEventPage,
} from "../events/testing/wire-events";
import { faultOf, makeClient, setUpClient } from "./testing/client-harness";
import { sendJson } from "./testing/loopback-server";
import { makeId, WIRE_ERRORS } from "./testing/wire";
import type { UpstreamClient } from "./types";

const ID = makeId("7");
const CONFLICT = {
  data: null,
  error: { code: "CONFLICT", message: "Webhook delivery cannot be retried.", hint: "h", docs: "d" },
};

async function startKayle(): Promise<{
  server: SandboxServer;
  as: (key: KeyName) => UpstreamClient;
}> {
  const server = await startSandboxServer({ size: 250, gallery: false, live: false });
  onTestFinished(() => server.close());
  const as = (key: KeyName) => makeClient({ apiUrl: server.url, apiKey: server.sandbox.keys[key] });
  return { server, as };
}

describe("events and deliveries of a whole Kayle", () => {
  test("come newest first, page by page, each once, each with its session", async () => {
    const { as } = await startKayle();
    const client = as("main");
    const seen: { id: string; created_at: string }[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page = await client.listEvents({ limit: 100, ...(after && { starting_after: after }) });
      for (const row of page.rows) if ("event" in row) seen.push(row.event);
      after = page.nextCursor;
    }
    expect(seen.length).toBeGreaterThan(200);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    const times = seen.map(({ created_at }) => created_at);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test("are refused to a key without the scope, for reading and for sending again", async () => {
    const { as } = await startKayle();
    const { rows } = await as("main").listEvents({ limit: 1 });
    const [row] = rows;
    const event = row && "event" in row ? row.event : makeEvent("none", ID);
    const delivery = event.deliveries[0]?.id ?? "";
    const client = as("readOnly");
    for (const call of [client.listEvents({ limit: 1 }), client.listDeliveries(event.id)]) {
      expect(await faultOf(call)).toMatchObject({ kind: "forbidden" });
    }
    expect(await faultOf(as("webhooksOnly").retryDelivery(delivery))).toMatchObject({
      kind: "forbidden",
    });
    expect((await as("webhooksOnly").listDeliveries(event.id)).deliveries).toHaveLength(
      event.deliveries.length,
    );
  });
});

describe("a row of Kayle's events", () => {
  test.each([
    ["without a type", { type: undefined }, "type"],
    ["with an id that breaks paths", { id: "evt/../x" }, "id"],
    [
      "with a time that no database takes",
      { created_at: "+275760-09-13T00:00:00.000Z" },
      "created_at",
    ],
    ["with a time without a zone", { created_at: "2026-11-23T05:10:00" }, "created_at"],
    [
      "with a NUL in a value",
      { deliveries: [makeDelivery("x", { status: "a\u0000b" })] },
      "deliveries.status",
    ],
  ])("%s is kept aside by its field and spoils no other", async (_, changes, field) => {
    const bad = { ...makeEvent("bad", ID), ...changes } as ReturnType<typeof makeEvent>;
    const page = makeEventPage([bad, makeEvent("good", ID)]);
    const { client } = await setUpClient((_, response) => sendJson(response, 200, page));
    const { rows } = await client.listEvents({ limit: 100 });
    expect(rows[0]).toMatchObject({ fault: { reason: expect.stringContaining(field) } });
    expect(rows[1]).toMatchObject({ event: { id: "evt_good" } });
  });

  test("loses a payload on the way, should one ever come", async () => {
    const page = makeEventPage([
      { ...makeEvent("a", ID), data: { family_name: "Planted" } } as never,
    ]);
    const { client } = await setUpClient((_, response) => sendJson(response, 200, page));
    expect(JSON.stringify(await client.listEvents({ limit: 1 }))).not.toContain("Planted");
  });
});

test("deliveries of another event are no answer", async () => {
  const page = makeDeliveryPage("evt_b", [makeDelivery("a")]);
  const { client } = await setUpClient((_, response) => sendJson(response, 200, page));
  expect(await faultOf(client.listDeliveries("evt_a"))).toMatchObject({ kind: "contract" });
});

describe("sending a delivery again", () => {
  test.each([
    [404, WIRE_ERRORS.notFound, "not_found"],
    [404, "404 Not Found", "contract"],
    [409, CONFLICT, "conflict"],
    [409, "<html>", "contract"],
    [403, WIRE_ERRORS.forbidden, "forbidden"],
    [410, WIRE_ERRORS.frozen, "frozen"],
    [500, "Internal Server Error", "server_error"],
    [503, "<html>", "server_error"],
  ])("is asked for once when Kayle answers %i %j", async (status, body, kind) => {
    const { server, client } = await setUpClient((_, response) => sendJson(response, status, body));
    expect(await faultOf(client.retryDelivery("whd_a"))).toMatchObject({ kind });
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/webhooks/deliveries/whd_a/retry",
    ]);
  });

  test("never calls Kayle with an id of another form", async () => {
    const { server, client } = await setUpClient((_, response) => sendJson(response, 200, {}));
    for (const id of ["", "whd_a/../../sessions", "whd a", "whd_a?x=1", "x".repeat(129)]) {
      await expect(client.retryDelivery(id)).rejects.toMatchObject({ code: "INVALID_REQUEST" });
      await expect(client.listDeliveries(id)).rejects.toMatchObject({ code: "INVALID_REQUEST" });
    }
    expect(server.seen).toEqual([]);
  });

  test("puts a failed delivery back to pending, with its next attempt, in a whole Kayle", async () => {
    const { as } = await startKayle();
    const client = as("main");
    const failed = await findFailed(client);
    await client.retryDelivery(failed.id);
    const { deliveries } = await client.listDeliveries(failed.eventId);
    expect(deliveries.find(({ id }) => id === failed.id)).toMatchObject({ status: "pending" });
    expect(await faultOf(client.retryDelivery(failed.id))).toMatchObject({ kind: "conflict" });
  });
});

async function findFailed(client: UpstreamClient): Promise<{ id: string; eventId: string }> {
  for (let after: string | null = ""; after !== null; ) {
    const page = await client.listEvents({ limit: 100, ...(after && { starting_after: after }) });
    for (const row of page.rows) {
      if (!("event" in row)) continue;
      const { id, deliveries } = row.event;
      const found = deliveries.find(
        ({ payload_retention_reason: reason }) => reason === FAILED.payload_retention_reason,
      );
      if (found) return { id: found.id, eventId: id };
    }
    after = page.nextCursor;
  }
  throw new Error("The sandbox has no failed delivery.");
}
