import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type SandboxServer, startSandboxServer } from "./server";

describe("the sandbox over HTTP", () => {
  let server: SandboxServer;
  let path: string;

  beforeAll(async () => {
    server = await startSandboxServer({ control: true, keys: { main: "kk_test" } });
    path = `/v1/sessions/${server.sandbox.notableId("succeeded")}`;
  });
  afterEach(() => server.sandbox.faults.clear());
  afterAll(() => server.close());

  const headers = { authorization: "Bearer kk_test" };
  const read = (init: RequestInit = {}) => fetch(`${server.url}${path}`, { headers, ...init });

  it("answers with the headers of the real server and no more than HTTP itself adds", async () => {
    const response = await read();
    expect([...response.headers.keys()].sort()).toEqual([
      "access-control-allow-credentials",
      "connection",
      "content-length",
      "content-type",
      "date",
      "keep-alive",
      "vary",
    ]);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("answers the same in process", async () => {
    const direct = await server.sandbox.handle({ method: "GET", url: path, headers });
    expect(direct.body).toBe(await (await read()).text());
  });

  it("refuses a key that is not there, and never says which one it was", async () => {
    const response = await read({ headers: { authorization: "Bearer kk_wrong" } });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("kk_");
  });

  it.each([
    [500, "text/plain; charset=UTF-8"],
    [429, "text/html; charset=UTF-8"],
    [503, "text/html; charset=UTF-8"],
  ])("answers %i as whoever sends it does", async (status, type) => {
    server.sandbox.faults.add({ kind: "error", status, sessionId: path.slice(13), times: 1 });
    const response = await read();
    expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
    expect((await read()).status).toBe(200);
  });

  it("strikes only the session that a fault is aimed at", async () => {
    server.sandbox.faults.add({ kind: "drop", sessionId: "vs_another" });
    expect((await read()).status).toBe(200);
  });

  it.each([false, true])("drops the connection (in the middle: %s)", async (middle) => {
    server.sandbox.faults.add({ kind: "drop", middle });
    await expect(read().then((response) => response.text())).rejects.toThrow();
    server.sandbox.faults.clear();
    expect((await read()).status).toBe(200);
  });

  it("sends each kind of broken body", async () => {
    const bodyOf = async (variant: "html" | "truncated" | "wrong-type") => {
      server.sandbox.faults.add({ kind: "malformed", variant, times: 1 });
      const response = await read();
      expect(response.status).toBe(200);
      return response.text();
    };
    expect(await bodyOf("html")).toContain("<html>");
    const truncated = await bodyOf("truncated");
    expect(() => JSON.parse(truncated)).toThrow();
    expect(JSON.parse(await bodyOf("wrong-type")).data.nfc_tries_used).toBe("x");
  });

  it("sends a body that never ends until the caller goes", async () => {
    server.sandbox.faults.add({ kind: "large" });
    const gone = new AbortController();
    const response = await read({ signal: gone.signal });
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > 5_000_000) break;
    }
    gone.abort();
    expect(length).toBeGreaterThan(5_000_000);
  });

  it("stays silent until the caller goes, and forgets the call then", async () => {
    server.sandbox.faults.add({ kind: "hang" });
    await expect(read({ signal: AbortSignal.timeout(50) })).rejects.toThrow();
    await expect.poll(() => server.sandbox.traffic.report().inFlight).toBe(0);
  });

  it("leads elsewhere when told to", async () => {
    server.sandbox.faults.add({ kind: "redirect", location: "http://elsewhere.invalid/" });
    const response = await read({ redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      "http://elsewhere.invalid/",
    ]);
  });

  it("refuses to start on a taken port", async () => {
    await expect(startSandboxServer({ port: server.port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });

  it("closes at once, a waiting caller included", async () => {
    const other = await startSandboxServer({ keys: { main: "kk_test" } });
    other.sandbox.faults.add({ kind: "hang" });
    const waiting = fetch(`${other.url}/v1/sessions`, { headers });
    await expect.poll(() => other.sandbox.traffic.report().inFlight).toBe(1);
    await other.close();
    await expect(waiting).rejects.toThrow();
  });
});
