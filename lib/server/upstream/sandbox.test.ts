import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FaultInput } from "@/sandbox/fault";
import type { KeyName } from "@/sandbox/keys";
import { type SandboxServer, startSandboxServer } from "@/sandbox/server";
import { createUpstreamClient } from "./client";
import type { UpstreamClient } from "./types";
import { isUpstreamError } from "./upstream-error";

let kayle: SandboxServer;
const clients: UpstreamClient[] = [];

beforeEach(async () => {
  kayle = await startSandboxServer({ leakCancelTokens: true, future: true, live: false });
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await kayle.close();
});

function connect(key: KeyName = "main", timeoutMs = 1000): UpstreamClient {
  const client = createUpstreamClient({
    apiUrl: kayle.url,
    apiKey: kayle.sandbox.keys[key],
    timeoutMs,
    concurrencyMax: 32,
    bodyBytesMax: 300_000,
  });
  clients.push(client);
  return client;
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  const fault = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (fault === null) return "no fault";
  return isUpstreamError(fault) ? fault.code : `not an UpstreamError: ${fault}`;
}

async function listAllIds(client: UpstreamClient): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    const page = await client.listSessionRows({
      limit: 100,
      ...(after && { starting_after: after }),
    });
    for (const row of page.rows) ids.push("session" in row ? row.session.id : "a fault");
    after = page.nextCursor;
  }
  return ids;
}

describe("the sandbox's whole world", () => {
  test("is read page by page and one by one, with no token and no unknown value lost", async () => {
    const client = connect("main", 20_000);
    const ids = await listAllIds(client);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(300);
    const read = await Promise.all(ids.map((id) => client.getSession(id)));
    expect(read.map(({ session }) => session.id)).toEqual(ids);
    expect(JSON.stringify(read)).not.toMatch(/cancel_?token/i);
    const leaks = await fetch(`${kayle.url}/v1/sessions?limit=100`, {
      headers: { authorization: `Bearer ${kayle.sandbox.keys.main}` },
    });
    expect(await leaks.text()).toMatch(/cancel_token/);
    expect(read.flatMap(({ unknownFields }) => unknownFields).length).toBeGreaterThan(0);
  });
});

describe("each kind of key", () => {
  test.each([
    ["readOnly", "no fault"],
    ["noScopes", "UPSTREAM_FORBIDDEN"],
    ["webhooksOnly", "UPSTREAM_FORBIDDEN"],
    ["disabled", "UPSTREAM_UNAUTHORIZED"],
    ["other", "NOT_FOUND"],
    ["frozen", "ORGANIZATION_FROZEN"],
  ] as const)("%s: %s", async (key, code) => {
    const id = kayle.sandbox.notable()[0]?.id ?? "";
    expect(await codeOf(connect(key).getSession(id))).toBe(code);
  });

  test("readOnly may not cancel", async () => {
    const id = kayle.sandbox.notable()[0]?.id ?? "";
    expect(await codeOf(connect("readOnly").cancelSession(id))).toBe("UPSTREAM_FORBIDDEN");
  });
});

describe("each fault of the sandbox", () => {
  const faults: [string, FaultInput][] = [
    ["UPSTREAM_ERROR", { kind: "error", status: 500 }],
    ["UPSTREAM_BUSY", { kind: "error", status: 429 }],
    ["UPSTREAM_ERROR", { kind: "error", status: 503 }],
    ["UPSTREAM_CONTRACT", { kind: "malformed", variant: "html" }],
    ["UPSTREAM_CONTRACT", { kind: "malformed", variant: "truncated" }],
    ["UPSTREAM_CONTRACT", { kind: "malformed", variant: "wrong-type" }],
    ["UPSTREAM_CONTRACT", { kind: "malformed", variant: "missing-field" }],
    ["UPSTREAM_CONTRACT", { kind: "malformed", variant: "wrong-id" }],
    ["UPSTREAM_CONTRACT", { kind: "malformed", variant: "envelope" }],
    ["UPSTREAM_CONTRACT", { kind: "malformed", variant: "empty" }],
    ["UPSTREAM_ERROR", { kind: "drop" }],
    ["UPSTREAM_ERROR", { kind: "drop", middle: true }],
    ["UPSTREAM_TIMEOUT", { kind: "hang" }],
    ["UPSTREAM_TIMEOUT", { kind: "latency", latencyMs: 4000 }],
    ["UPSTREAM_CONTRACT", { kind: "large" }],
    ["UPSTREAM_CONTRACT", { kind: "redirect", location: "https://elsewhere.example" }],
    ["no fault", { kind: "drop", times: 2 }],
    ["no fault", { kind: "error", status: 502, times: 2 }],
    ["no fault", { kind: "latency", latencyMs: 100 }],
  ];

  test.each(faults)("is %s: %j", async (code, fault) => {
    kayle.sandbox.faults.add(fault);
    const id = kayle.sandbox.notable()[0]?.id ?? "";
    expect(await codeOf(connect().getSession(id))).toBe(code);
  });
});
