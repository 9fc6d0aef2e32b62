import { beforeEach, describe, expect, test, vi } from "vitest";
import {
  type CancelResponse,
  cancelResponseSchema,
  sessionResponseSchema,
} from "@/lib/contracts/api";
import type { StaffRole } from "@/lib/domain/roles";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { DESK_ORIGIN, makeStaff, type TestDesk } from "@/lib/server/http/testing/desk";
import { errorOf, type KayleAnswer, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { type LoopbackServer, sendJson } from "@/lib/server/upstream/testing/loopback-server";
import { makeId, makeWireAnswer, WIRE_ERRORS } from "@/lib/server/upstream/testing/wire";
import { GET as sessionRoute } from "../route";
import { POST as cancelRoute, GET as getOnCancelRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const ID = makeId("42");

let desk: TestDesk;
let kayle: LoopbackServer;
let answer: KayleAnswer;

beforeEach(async () => {
  answer = (_, response) => sendJson(response, 200, makeWireAnswer(ID));
  ({ desk, kayle } = await setUpDesk((...call) => answer(...call)));
  signIn("agent");
});

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

function getSession(id = ID): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x`);
  return sessionRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

const FROM_DESK = { "sec-fetch-site": "same-origin", "content-type": "application/json" };

function cancel(headers: Record<string, string> = FROM_DESK, id = ID): Promise<Response> {
  const body = JSON.stringify({ reason: "Customer asked" });
  const init = { method: "POST", headers, body };
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x/cancel`, init);
  return cancelRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

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
        await vi.waitFor(() => expect(kayle.seen).toHaveLength(count + 1), 10_000);
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
