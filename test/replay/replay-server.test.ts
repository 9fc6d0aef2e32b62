import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ReplayServer, startReplayServer } from "./replay-server";

const KEY = { authorization: "Bearer kk_any" };
const JSON_HEADERS = { "content-type": "application/json", vary: "Origin" };

function recorded(
  name: string,
  call: string,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const [method = "", path = ""] = call.split(" ");
  return { name, request: { method, path, headers }, status, headers: JSON_HEADERS, body };
}

const RECORDS = [
  recorded("unknown route in v1, authed", "GET /v1/nope", 404, "404 Not Found"),
  recorded("auth: none", "GET /v1/sessions/a", 401, { error: { code: "UNAUTHORIZED" } }),
  recorded("auth: no scopes", "GET /v1/sessions/a", 403, { error: { code: "FORBIDDEN" } }),
  recorded("get by id: a", "GET /v1/sessions/a", 200, { data: { id: "a" } }),
  recorded("get by id: unknown", "GET /v1/sessions/z", 404, { data: null }),
  recorded("db unreachable: list", "GET /v1/sessions", 500, "Internal Server Error"),
  recorded("list: default", "GET /v1/sessions", 200, {
    data: [{ id: "a" }, "... 8 more rows left out"],
  }),
  recorded("list: status=failed", "GET /v1/sessions?limit=100&status=failed", 200, { data: [] }),
  recorded(
    "list: starting_after unknown well-formed (vs_zzz)",
    "GET /v1/sessions?starting_after=z",
    200,
    { data: [], pagination: { has_more: false } },
  ),
  recorded("cancel[created] before", "GET /v1/sessions/c", 200, { data: { status: "created" } }),
  recorded("cancel[created] POST", "POST /v1/sessions/c/cancel", 204, ""),
  recorded("cancel[created] after", "GET /v1/sessions/c", 200, { data: { status: "cancelled" } }),
  recorded("cancel[created] POST again", "POST /v1/sessions/c/cancel", 204, ""),
];

describe("the replay server", () => {
  let server: ReplayServer;

  beforeAll(async () => {
    const observedPath = join(await mkdtemp(join(tmpdir(), "replay-")), "observed.json");
    await writeFile(observedPath, JSON.stringify(RECORDS));
    server = await startReplayServer({ observedPath });
  });
  beforeEach(() => server.reset());
  afterAll(() => server.close());

  async function call(path: string, init: RequestInit = {}) {
    const response = await fetch(`${server.url}${path}`, { headers: KEY, ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  it("answers a recorded call with its recorded status, headers and body", async () => {
    const { status, headers, text } = await call("/v1/sessions/a");
    expect([status, text]).toEqual([200, '{"data":{"id":"a"}}']);
    expect(headers.get("vary")).toBe("Origin");
  });

  it("answers as unauthorized whoever brings no key", async () => {
    expect((await call("/v1/sessions/a", { headers: {} })).status).toBe(401);
    expect((await call("/v1/sessions", { headers: {} })).status).toBe(401);
  });

  it("drops the notes on rows left out", async () => {
    expect((await call("/v1/sessions")).text).toBe('{"data":[{"id":"a"}]}');
  });

  it("finds a list by its filters, whatever the length of the page", async () => {
    expect((await call("/v1/sessions?status=failed&limit=20")).text).toBe('{"data":[]}');
  });

  it("leads past the end for a cursor that was not recorded, so that a walk arrives", async () => {
    const { text } = await call("/v1/sessions?starting_after=a");
    expect(text).toContain('"has_more":false');
  });

  it("steps from before to after once a session was cancelled", async () => {
    expect((await call("/v1/sessions/c")).text).toContain("created");
    expect((await call("/v1/sessions/c/cancel", { method: "POST" })).status).toBe(204);
    expect((await call("/v1/sessions/c")).text).toContain("cancelled");
  });

  it("answers with the selected record until it is reset", async () => {
    const body = JSON.stringify({ name: "db unreachable: list" });
    await fetch(`${server.url}/__replay/select`, { method: "POST", body });
    expect((await call("/v1/sessions?limit=5")).status).toBe(500);
    server.reset();
    expect((await call("/v1/sessions?limit=5")).status).toBe(200);
  });

  it("refuses to select what was never recorded", () => {
    expect(() => server.select("no such name")).toThrow("no such name");
  });

  it("answers an id that nobody recorded as unknown, and any other path as no route", async () => {
    expect((await call("/v1/sessions/other")).status).toBe(404);
    expect((await call("/v1/other")).text).toBe("404 Not Found");
  });

  it("lists what it holds", async () => {
    const response = await fetch(`${server.url}/__replay/records`);
    expect(await response.json()).toHaveLength(RECORDS.length);
  });
});
