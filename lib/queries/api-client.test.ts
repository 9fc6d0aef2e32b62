import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ERROR_CODES, type ErrorCode } from "@/lib/contracts/error-codes";
import { fetchSession, postCancelSession, toApiError } from "./api-client";
import { ApiClientError } from "./api-client-error";
import { makeAnswer, makeErrorAnswer } from "./testing/answers";

const ID = makeAnswer().data.id;

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: IncomingMessage[];
const server = createServer((request, response) => {
  seen.push(request);
  answer(request, response);
});

beforeEach(async () => {
  seen = [];
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const realFetch = globalThis.fetch;
  // A page asks for paths; Node's fetch wants to know of which host.
  vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
    realFetch(new URL(path, `http://127.0.0.1:${port}`), init),
  );
});

afterEach(async () => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

function answerJson(status: number, body: unknown): void {
  answer = (_, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
}

async function faultOf(call: Promise<unknown>): Promise<ApiClientError> {
  const fault = await call.catch((error: unknown) => error);
  if (!(fault instanceof ApiClientError)) throw new Error(`not an ApiClientError: ${fault}`);
  return fault;
}

describe("the browser's API client", () => {
  test("gives the desk's answer, parsed", async () => {
    answerJson(200, { ...makeAnswer(), extra: 1 });
    expect(await fetchSession(ID)).toEqual(makeAnswer());
    expect(seen[0]?.url).toBe(`/api/sessions/${ID}`);
  });

  test("marks what the page asks by itself, and nothing else", async () => {
    answerJson(200, makeAnswer());
    await fetchSession(ID);
    await fetchSession(ID, { background: true });
    expect(seen.map(({ headers }) => headers["x-desk-background"])).toEqual([undefined, "1"]);
  });

  test("sends a cancel as JSON", async () => {
    const told = { reason: "x", by: "Mara", at: "2026-11-23T05:30:00.000Z" };
    const outcome = { outcome: "cancelled_by_this_call", statusBefore: "created" };
    answerJson(200, {
      ...makeAnswer({ status: "cancelled" }),
      meta: { ...makeAnswer().meta, ...outcome, ...told },
    });
    expect((await postCancelSession(ID, { reason: "x" })).data.status).toBe("cancelled");
    expect(seen[0]).toMatchObject({ method: "POST", url: `/api/sessions/${ID}/cancel` });
    expect(seen[0]?.headers["content-type"]).toBe("application/json");
  });

  test.each([
    ["INVALID_SESSION_ID", false],
    ["UNAUTHENTICATED", false],
    ["FORBIDDEN", false],
    ["NOT_FOUND", false],
    ["TOO_MANY_ATTEMPTS", true],
    ["INTERNAL", true],
    ["UPSTREAM_ERROR", true],
    ["UPSTREAM_TIMEOUT", true],
  ] satisfies [ErrorCode, boolean][])(
    "throws %s as it came; it can heal: %s",
    async (code, canHeal) => {
      answerJson(ERROR_CODES[code].status, makeErrorAnswer(code));
      const fault = await faultOf(fetchSession(ID));
      expect(fault.error).toMatchObject({ code, requestId: "req_1" });
      expect(fault).toMatchObject({ canHeal, status: ERROR_CODES[code].status });
      expect(toApiError(fault)).toBe(fault.error);
    },
  );

  test("calls a desk that cannot be reached OFFLINE, also when it breaks off", async () => {
    answer = (_, response) => response.socket?.destroy();
    expect((await faultOf(fetchSession(ID))).error.code).toBe("OFFLINE");
    answer = (_, response) => {
      response.writeHead(200, { "content-length": "500" });
      response.write("{", () => response.socket?.destroy());
    };
    const broken = await faultOf(fetchSession(ID));
    expect(broken.error.code).toBe("OFFLINE");
    expect(broken.canHeal).toBe(true);
  });

  test.each([
    [200, "<html>a proxy's own page</html>"],
    [502, "<html>a proxy's own page</html>"],
    [200, JSON.stringify({ data: { id: ID } })],
    [500, JSON.stringify({ error: { code: "SOMETHING_NEW" } })],
  ])("calls an answer it cannot read (%i %j) by its name", async (status, body) => {
    answer = (_, response) => response.writeHead(status).end(body);
    expect((await faultOf(fetchSession(ID))).error.code).toBe("UNREADABLE_ANSWER");
  });

  test("follows no redirect, such as one to a sign-in page", async () => {
    answer = (_, response) => response.writeHead(302, { location: "/sign-in" }).end();
    await faultOf(fetchSession(ID));
    expect(seen).toHaveLength(1);
  });

  test("lets an aborted call end as aborted, not as OFFLINE", async () => {
    answer = () => {};
    const leaver = new AbortController();
    const call = fetchSession(ID, { signal: leaver.signal });
    leaver.abort();
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
  });

  test("has words for whatever else may be thrown", () => {
    expect(toApiError(new TypeError("x")).code).toBe("UNREADABLE_ANSWER");
  });
});
