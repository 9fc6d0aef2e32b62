import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "./server";

const NOW = Date.parse("2026-11-23T12:00:00Z");

describe("the control endpoint", () => {
  let server: SandboxServer;

  beforeAll(async () => {
    server = await startSandboxServer({ control: true, now: () => NOW });
  });
  beforeEach(() => server.sandbox.reset());
  afterAll(() => server.close());

  async function control(call: string, body?: unknown, headers: Record<string, string> = {}) {
    const [method = "GET", path] = call.split(" ");
    const response = await fetch(`${server.url}/__control/${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }

  async function read(id: string) {
    const headers = { authorization: `Bearer ${server.sandbox.keys.main}` };
    const response = await fetch(`${server.url}/v1/sessions/${id}`, { headers });
    return { status: response.status, body: (await response.json()) as { data: unknown } };
  }

  it("is not there unless it was asked for", async () => {
    const plain = await startSandboxServer();
    const response = await fetch(`${plain.url}/__control/notable`);
    expect([response.status, await response.text()]).toEqual([404, "404 Not Found"]);
    await plain.close();
  });

  it("does not answer a web page", async () => {
    const answer = await control("GET notable", undefined, { origin: "https://evil.example" });
    expect(answer.status).toBe(403);
  });

  it("never gives a key away", async () => {
    for (const name of ["", "notable", "faults", "counters", "clock"]) {
      expect(JSON.stringify(await control(`GET ${name}`))).not.toContain("kk_");
    }
  });

  it("lists the named sessions", async () => {
    const { body } = await control("GET notable");
    const names = body.map((one: { name: string }) => one.name);
    expect(names).toEqual(expect.arrayContaining(["succeeded", "share-fields-32", "live-fails"]));
  });

  it("sets the state of one session, and what follows from it", async () => {
    const id = server.sandbox.notableId("in-progress");
    await control(`POST sessions/${id}`, { status: "succeeded" });
    expect((await read(id)).body.data).toMatchObject({
      status: "succeeded",
      completed_at: "2026-11-23T12:00:00.000Z",
      updated_at: "2026-11-23T12:00:00.006Z",
    });
  });

  it("refuses a record that Kayle could never send, unless forced", async () => {
    const id = server.sandbox.notableId("succeeded");
    const impossible = { nfc_tries_used: 3 };
    const refused = await control(`POST sessions/${id}`, impossible);
    expect([refused.status, refused.body.error]).toEqual([
      400,
      "The third failure of one kind fails the session.",
    ]);
    const forced = await control(`POST sessions/${id}`, { ...impossible, force: true });
    expect(forced.body.nfc_tries_used).toBe(3);
  });

  it("creates many sessions at once and deletes one", async () => {
    const patches = Array.from({ length: 500 }, () => ({ status: "expired" }));
    const { body } = await control("POST sessions", patches);
    expect(body.created).toHaveLength(500);
    const { id } = body.created[0];
    expect((await read(id)).status).toBe(200);
    expect((await control(`DELETE sessions/${id}`)).status).toBe(204);
    expect((await read(id)).status).toBe(404);
  });

  it("moves the clock, and what is due happens", async () => {
    const id = server.sandbox.notableId("created");
    await control("POST clock", { advanceMs: 3_600_000 });
    expect((await read(id)).body.data).toMatchObject({ status: "expired" });
    const { body } = await control("POST clock", { now: "2026-11-24T00:00:00Z" });
    expect(body.now).toBe("2026-11-24T00:00:00.000Z");
  });

  it("adds a fault and takes it away", async () => {
    const id = server.sandbox.notableId("succeeded");
    const { body } = await control("POST faults", { kind: "error", status: 503, sessionId: id });
    const headers = { authorization: `Bearer ${server.sandbox.keys.main}` };
    const call = () => fetch(`${server.url}/v1/sessions/${id}`, { headers });
    expect((await call()).status).toBe(503);
    await control(`DELETE faults/${body.id}`);
    expect((await call()).status).toBe(200);
  });

  it("counts calls, not its own", async () => {
    const id = server.sandbox.notableId("succeeded");
    await read(id);
    await read(id);
    const { body } = await control("GET counters");
    expect(body).toMatchObject({ calls: { [`GET /v1/sessions/${id}`]: 2 }, total: 2 });
    await control("DELETE counters");
    expect((await control("GET counters")).body.total).toBe(0);
  });

  it("makes the world as it was at the start", async () => {
    const id = server.sandbox.notableId("in-progress");
    const before = (await read(id)).body;
    await control(`DELETE sessions/${id}`);
    await control("POST reset");
    expect((await read(id)).body).toEqual(before);
  });

  it("says what is wrong with a request", async () => {
    expect((await control("POST faults", { kind: "sloth" })).status).toBe(400);
    expect((await control("GET nonsense")).status).toBe(404);
    expect((await control(`POST sessions/vs_none`, {})).status).toBe(404);
  });
});
