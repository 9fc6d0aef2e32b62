import { beforeEach, describe, expect, test, vi } from "vitest";
import { sessionResponseSchema } from "@/lib/contracts/api";
import type { StaffRole } from "@/lib/domain/roles";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { DESK_ORIGIN, makeStaff, type TestDesk } from "@/lib/server/http/testing/desk";
import {
  errorOf,
  type KayleAnswer,
  SECRET_TOKEN,
  setUpDesk,
} from "@/lib/server/http/testing/route-harness";
import { type LoopbackServer, sendJson } from "@/lib/server/upstream/testing/loopback-server";
import {
  makeId,
  makeWireAnswer,
  makeWireSession,
  WIRE_ERRORS,
} from "@/lib/server/upstream/testing/wire";
import { DELETE as deleteOnSessionRoute, GET as sessionRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const ID = makeId("42");

let desk: TestDesk;
let kayle: LoopbackServer;
let lastLogLine: () => Record<string, unknown>;
let answer: KayleAnswer;

beforeEach(async () => {
  answer = (_, response) => sendJson(response, 200, makeWireAnswer(ID));
  ({ desk, kayle, lastLogLine } = await setUpDesk((...call) => answer(...call)));
  signIn("agent");
});

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

function getSession(id = ID): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x`);
  return sessionRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

describe("GET /api/sessions/{id}", () => {
  test("answers with Kayle's session, never stored, under a request id that stands in the log", async () => {
    const response = await getSession();
    expect(response.status).toBe(200);
    const body = sessionResponseSchema.parse(await response.json());
    expect(body.data).toEqual(makeWireSession(ID));
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("vary")).toBe("cookie");
    const requestId = response.headers.get("x-request-id");
    expect(requestId).toMatch(/^req_[0-9a-f]{32}$/);
    expect(desk.logLines).toHaveLength(1);
    expect(lastLogLine()).toMatchObject({
      requestId,
      route: "/api/sessions/[sessionId]",
      method: "GET",
      status: 200,
      staffId: "staff-agent",
      upstream: [{ operation: "get session", status: 200, attempts: 1, shared: false }],
    });
  });

  test("lets no cancel_token and no unknown field through", async () => {
    answer = (_, response) =>
      sendJson(
        response,
        200,
        makeWireAnswer(ID, {
          cancel_token: SECRET_TOKEN,
          verification_url: `https://verify.kayle.id/${ID}?cancel_token=${SECRET_TOKEN}`,
          next_secret: SECRET_TOKEN,
        }),
      );
    const text = await (await getSession()).text();
    expect(text).not.toContain(SECRET_TOKEN);
    expect(sessionResponseSchema.parse(JSON.parse(text)).meta.unknownFields).toEqual([
      "next_secret",
    ]);
  });

  test("asks for a sign-in before anything else", async () => {
    signIn(null);
    const response = await getSession("not an id");
    expect(response.status).toBe(401);
    expect(await errorOf(response)).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(kayle.seen).toEqual([]);
  });

  test("refuses a malformed id without asking Kayle, and says what is wrong with it", async () => {
    const response = await getSession("vs_abc");
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error).toMatchObject({ code: "INVALID_SESSION_ID" });
    expect(error.hint).toContain("64");
    expect(kayle.seen).toEqual([]);
  });

  test.each([
    [404, WIRE_ERRORS.notFound, 404, "NOT_FOUND"],
    [401, WIRE_ERRORS.unauthorized, 502, "UPSTREAM_UNAUTHORIZED"],
    [403, WIRE_ERRORS.forbidden, 502, "UPSTREAM_FORBIDDEN"],
    [410, WIRE_ERRORS.frozen, 502, "ORGANIZATION_FROZEN"],
    [500, "Internal Server Error", 502, "UPSTREAM_ERROR"],
    [200, { data: {}, error: null }, 502, "UPSTREAM_CONTRACT"],
  ])("turns Kayle's %i %j into %i %s", async (upstreamStatus, body, status, code) => {
    answer = (_, response) => sendJson(response, upstreamStatus, body);
    const response = await getSession();
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code });
    expect(lastLogLine()).toMatchObject({ status, code });
  });

  test("turns Kayle's 429 into 503 with a Retry-After", async () => {
    answer = (_, response) => response.writeHead(429, { "retry-after": "12" }).end("<html>");
    const response = await getSession();
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("12");
    expect(await errorOf(response)).toMatchObject({ code: "UPSTREAM_BUSY", retryAfterSeconds: 12 });
  });

  test("turns silence into 504", async () => {
    answer = () => {};
    const response = await getSession();
    expect(response.status).toBe(504);
    expect(await errorOf(response)).toMatchObject({ code: "UPSTREAM_TIMEOUT" });
  });

  test("names a field outside the contract in the log and not to the person", async () => {
    answer = (_, response) => sendJson(response, 200, makeWireAnswer(ID, { status: null }));
    expect(JSON.stringify(await errorOf(await getSession()))).not.toContain("data.status");
    expect(lastLogLine()["detail"]).toContain("data.status");
  });

  test("says nothing of an unforeseen fault but the request id", async () => {
    vi.mocked(findStaffFromRequest).mockRejectedValue(new Error("SELECT jane FROM staff"));
    const response = await getSession();
    expect(response.status).toBe(500);
    const error = await errorOf(response);
    expect(error.code).toBe("INTERNAL");
    expect(JSON.stringify(error)).not.toMatch(/jane|SELECT|sessions-api/);
    expect(desk.logLines.join("")).not.toContain("jane");
  });

  test("is not logged as anybody's fault when the person has left", async () => {
    answer = () => {};
    const leaver = new AbortController();
    const init = { signal: leaver.signal };
    const request = new Request(`${DESK_ORIGIN}/api/sessions/x`, init);
    const call = sessionRoute(request, { params: Promise.resolve({ sessionId: ID }) });
    await vi.waitFor(() => expect(kayle.seen).toHaveLength(1), 10_000);
    leaver.abort();
    await call;
    expect(lastLogLine()).toMatchObject({ level: "info", status: 499 });
  });

  test("answers other methods with 405 in the same envelope", async () => {
    const request = new Request(`${DESK_ORIGIN}/api/sessions/x`, { method: "DELETE" });
    const response = deleteOnSessionRoute(request);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET");
    expect(await errorOf(response)).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  });
});
