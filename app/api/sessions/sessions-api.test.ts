import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  type CancelResponse,
  cancelResponseSchema,
  errorResponseSchema,
  sessionListResponseSchema,
  sessionResponseSchema,
} from "@/lib/contracts/api";
import type { StaffRole } from "@/lib/domain/roles";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import {
  DESK_ORIGIN,
  makeStaff,
  startTestDesk,
  TEST_API_KEY,
  type TestDesk,
} from "@/lib/server/http/testing/desk";
import {
  type LoopbackServer,
  type SeenRequest,
  sendJson,
  startLoopbackServer,
} from "@/lib/server/upstream/testing/loopback-server";
import {
  makeId,
  makeWireAnswer,
  makeWireSession,
  WIRE_ERRORS,
} from "@/lib/server/upstream/testing/wire";
import { POST as cancelRoute, GET as getOnCancelRoute } from "./[sessionId]/cancel/route";
import { DELETE as deleteOnSessionRoute, GET as sessionRoute } from "./[sessionId]/route";
import { GET as listRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const ID = makeId("42");
const SECRET_TOKEN = "ct_OneShotS3cret";

let desk: TestDesk;
let kayle: LoopbackServer;
let answer: (request: SeenRequest, response: ServerResponse, count: number) => void;

beforeEach(async () => {
  answer = (_, response) => sendJson(response, 200, makeWireAnswer(ID));
  kayle = await startLoopbackServer((...call) => answer(...call));
  desk = await startTestDesk(kayle.url, { UPSTREAM_TIMEOUT_MS: "800" });
  signIn("agent");
});

afterEach(async () => {
  const everything = desk.logLines.join("\n");
  expect(everything).not.toContain(TEST_API_KEY);
  expect(everything).not.toContain(SECRET_TOKEN);
  expect(everything).not.toContain("desk.example");
  await desk.close();
  await kayle.close();
});

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

function getSession(id = ID): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x`);
  return sessionRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

function listSessions(query = ""): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions?${query}`);
  return listRoute(request, { params: Promise.resolve({}) });
}

const FROM_DESK = { "sec-fetch-site": "same-origin", "content-type": "application/json" };

function cancel(headers: Record<string, string> = FROM_DESK, id = ID): Promise<Response> {
  const body = JSON.stringify({ reason: "Customer asked" });
  const init = { method: "POST", headers, body };
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x/cancel`, init);
  return cancelRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

/** The error of an answer, which must be in the desk's envelope and hold nothing else. */
async function errorOf(response: Response) {
  const text = await response.text();
  expect(text).not.toContain(TEST_API_KEY);
  const { error } = errorResponseSchema.parse(JSON.parse(text));
  expect(response.headers.get("x-request-id")).toBe(error.requestId);
  return error;
}

function lastLogLine(): Record<string, unknown> {
  return JSON.parse(desk.logLines.at(-1) ?? "{}");
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

  test("answers other methods with 405 in the same envelope", async () => {
    const request = new Request(`${DESK_ORIGIN}/api/sessions/x`, { method: "DELETE" });
    const response = deleteOnSessionRoute(request);
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET");
    expect(await errorOf(response)).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  });
});

describe("GET /api/sessions", () => {
  test("passes the filters on and answers with the page and its cursor", async () => {
    const next = makeId("43");
    answer = (_, response) =>
      sendJson(response, 200, {
        data: [makeWireSession(ID, { cancel_token: SECRET_TOKEN })],
        error: null,
        pagination: { limit: 1, has_more: true, next_cursor: next },
      });
    const response = await listSessions("status=failed&limit=1");
    const text = await response.text();
    expect(text).not.toContain(SECRET_TOKEN);
    const body = sessionListResponseSchema.parse(JSON.parse(text));
    expect(body.data.map(({ id }) => id)).toEqual([ID]);
    expect(body.meta).toMatchObject({ hasMore: true, nextCursor: next });
    expect(kayle.seen[0]?.path).toBe("/v1/sessions?limit=1&status=failed");
    expect(desk.logLines.join("")).not.toContain("limit=1");
  });

  test("names an unknown filter instead of dropping it", async () => {
    const response = await listSessions("email=jane&status=failed");
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({
      code: "INVALID_REQUEST",
      hint: "Not known here: email.",
    });
    expect(kayle.seen).toEqual([]);
  });

  test("turns Kayle's 400 into 400", async () => {
    answer = (_, response) => sendJson(response, 400, WIRE_ERRORS.validation);
    const response = await listSessions();
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "INVALID_REQUEST" });
  });
});

describe("POST /api/sessions/{id}/cancel", () => {
  /** A Kayle that knows one session, whose status is `before` until the cancel and `after` then. */
  function sessionThat(before: string, after: string): void {
    let status = before;
    answer = ({ method }, response) => {
      if (method === "GET") return sendJson(response, 200, makeWireAnswer(ID, endedAs(status)));
      status = after;
      response.writeHead(204).end();
    };
  }

  function endedAs(status: string) {
    const isOpen = ["created", "in_progress"].includes(status);
    return { status, completed_at: isOpen ? null : "2026-11-23T05:30:00.000Z" };
  }

  async function receiptOf(response: Response): Promise<CancelResponse> {
    expect(response.status).toBe(200);
    return cancelResponseSchema.parse(await response.json());
  }

  test.each([
    ["created", "cancelled", "cancelled_by_this_call"],
    ["in_progress", "cancelled", "cancelled_by_this_call"],
    ["in_progress", "succeeded", "already_ended"],
    ["succeeded", "succeeded", "already_ended"],
    ["cancelled", "cancelled", "already_ended"],
    ["in_progress", "in_progress", "still_open"],
  ])("of a session that goes from %s to %s says %s", async (before, after, outcome) => {
    sessionThat(before, after);
    const receipt = await receiptOf(await cancel());
    expect(receipt.data.status).toBe(after);
    expect(receipt.meta).toMatchObject({ outcome, statusBefore: before });
    expect(kayle.seen.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
  });

  test("reads again after the cancel even while a read from before it is under way", async () => {
    let isCancelled = false;
    let poll: Promise<Response> | undefined;
    answer = async ({ method }, response, count) => {
      if (method === "POST") {
        // Somebody's page polls while the cancel is at work, and is answered long after it.
        poll = getSession();
        await vi.waitFor(() => expect(kayle.seen).toHaveLength(count + 1));
        isCancelled = true;
        return response.writeHead(204).end();
      }
      const body = makeWireAnswer(ID, endedAs(isCancelled ? "cancelled" : "in_progress"));
      setTimeout(() => sendJson(response, 200, body), count === 3 ? 200 : 0);
    };
    const receipt = await receiptOf(await cancel());
    expect(receipt.meta.outcome).toBe("cancelled_by_this_call");
    const polled = sessionResponseSchema.parse(await (await poll)?.json());
    expect(polled.data.status).toBe("in_progress");
  });

  test("tells who cancelled what in the log, without the reason", async () => {
    sessionThat("in_progress", "cancelled");
    await receiptOf(await cancel());
    const line = desk.logLines.map((text) => JSON.parse(text)).find(({ outcome }) => outcome);
    expect(line).toMatchObject({ staffId: "staff-agent", sessionId: ID, statusAfter: "cancelled" });
    expect(desk.logLines.join("")).not.toContain("Customer asked");
  });

  test("says that the result is unknown when the second read fails", async () => {
    answer = ({ method }, response, count) => {
      if (method === "POST") response.writeHead(204).end();
      else if (count === 1) sendJson(response, 200, makeWireAnswer(ID));
      else response.writeHead(500).end();
    };
    const response = await cancel();
    expect(response.status).toBe(502);
    expect(await errorOf(response)).toMatchObject({ code: "CANCEL_UNCONFIRMED" });
  });

  test("says that the result is unknown when the cancel hangs and the session is still open", async () => {
    answer = ({ method }, response) => {
      if (method === "GET") sendJson(response, 200, makeWireAnswer(ID));
    };
    expect(await errorOf(await cancel())).toMatchObject({ code: "CANCEL_UNCONFIRMED" });
  });

  test("tells the truth when the cancel's answer was lost but it took effect", async () => {
    let isCancelled = false;
    answer = ({ method }, response) => {
      if (method === "GET") {
        const status = isCancelled ? "cancelled" : "created";
        return sendJson(response, 200, makeWireAnswer(ID, endedAs(status)));
      }
      isCancelled = true;
      response.socket?.destroy();
    };
    const receipt = await receiptOf(await cancel());
    expect(receipt.meta.outcome).toBe("cancelled_by_this_call");
    expect(kayle.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test.each([
    [403, WIRE_ERRORS.forbidden, "UPSTREAM_FORBIDDEN"],
    [404, WIRE_ERRORS.notFound, "NOT_FOUND"],
    [500, "Internal Server Error", "UPSTREAM_ERROR"],
  ])(
    "answers a refusal of the cancel itself (%i) with its own code",
    async (status, body, code) => {
      answer = ({ method }, response) => {
        if (method === "GET") sendJson(response, 200, makeWireAnswer(ID));
        else sendJson(response, status, body);
      };
      expect(await errorOf(await cancel())).toMatchObject({ code });
    },
  );

  test("is refused to a viewer, before Kayle hears of it", async () => {
    signIn("viewer");
    const response = await cancel();
    expect(response.status).toBe(403);
    expect(await errorOf(response)).toMatchObject({ code: "FORBIDDEN" });
    expect(kayle.seen).toEqual([]);
  });

  test.each([
    ["from another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }],
    ["from a sibling host", { "sec-fetch-site": "same-site", origin: DESK_ORIGIN }],
    ["from another origin over http", { origin: "https://evil.example" }],
    ["from a null origin", { origin: "null" }],
    ["from no page at all", {}],
  ])("is refused when it comes %s", async (_, headers) => {
    const response = await cancel({ "content-type": "application/json", ...headers });
    expect(response.status).toBe(403);
    expect(await errorOf(response)).toMatchObject({ code: "CROSS_ORIGIN" });
    expect(kayle.seen).toEqual([]);
  });

  test("is taken from a browser that sends only Origin", async () => {
    sessionThat("created", "cancelled");
    await receiptOf(await cancel({ "content-type": "application/json", origin: DESK_ORIGIN }));
  });

  test("is refused as a form", async () => {
    const response = await cancel({ ...FROM_DESK, "content-type": "text/plain" });
    expect(response.status).toBe(415);
    expect(kayle.seen).toEqual([]);
  });

  test("is refused for a malformed id and as a GET", async () => {
    expect(await errorOf(await cancel(FROM_DESK, "vs_1"))).toMatchObject({
      code: "INVALID_SESSION_ID",
    });
    const request = new Request(`${DESK_ORIGIN}/api/sessions/x/cancel`);
    expect(getOnCancelRoute(request).headers.get("allow")).toBe("POST");
    expect(kayle.seen).toEqual([]);
  });
});
