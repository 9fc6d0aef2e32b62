import { beforeEach, expect, test, vi } from "vitest";
import { sessionResponseSchema } from "@/lib/contracts/api";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { DESK_ORIGIN, makeStaff, type TestDesk } from "@/lib/server/http/testing/desk";
import { errorOf, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { type LoopbackServer, sendJson } from "@/lib/server/upstream/testing/loopback-server";
import { makeId, makeWireAnswer, WIRE_ERRORS } from "@/lib/server/upstream/testing/wire";
import { POST as cancelRoute } from "./cancel/route";
import { GET } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const ID = makeId("42");
const ENDED_AT = "2026-11-23T05:30:00.000Z";

let desk: TestDesk;
let kayle: LoopbackServer;
/** How Kayle has the session; null once it is gone. */
let session: Record<string, unknown> | null;

beforeEach(async () => {
  session = { status: "in_progress" };
  ({ desk, kayle } = await setUpDesk(({ method }, response) => {
    if (!session) return sendJson(response, 404, WIRE_ERRORS.notFound);
    if (method === "GET") return sendJson(response, 200, makeWireAnswer(ID, session));
    session = { status: "cancelled", completed_at: ENDED_AT };
    response.writeHead(204).end();
  }));
  vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("agent"));
});

function call(headers: Record<string, string>, id = ID): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions/${id}`, { headers });
  return GET(request, { params: Promise.resolve({ sessionId: id }) });
}

/** As a page asks by itself. */
function poll(id = ID): Promise<Response> {
  return call({ "x-desk-background": "1" }, id);
}

async function statusOf(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  return sessionResponseSchema.parse(await response.json()).data.status;
}

test("polls at the same time are one read, and those soon after have its answer with its age", async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => poll()));
  answers.push(await poll());
  const bodies = await Promise.all(answers.map((answer) => answer.json()));
  expect(new Set(bodies.map(({ meta }) => meta.fetchedAt)).size).toBe(1);
  expect(kayle.seen).toHaveLength(1);
});

test("what a person reads is read at Kayle, whatever was polled", async () => {
  await poll();
  session = { status: "succeeded", completed_at: ENDED_AT };
  expect(await statusOf(await poll())).toBe("in_progress");
  expect(await statusOf(await call({}))).toBe("succeeded");
});

test("a poll after a cancel is never answered with what was read before it", async () => {
  expect(await statusOf(await poll())).toBe("in_progress");
  const cancelled = await cancelRoute(
    new Request(`${DESK_ORIGIN}/api/sessions/${ID}/cancel`, {
      method: "POST",
      headers: { "sec-fetch-site": "same-origin", "content-type": "application/json" },
      body: JSON.stringify({ reason: "Customer asked" }),
    }),
    { params: Promise.resolve({ sessionId: ID }) },
  );
  expect(cancelled.status).toBe(200);
  expect(await statusOf(await poll())).toBe("cancelled");
});

test("a fault reaches everybody who polls as the route words it, and is read once for all of them", async () => {
  session = null;
  const errors = await Promise.all(
    [poll(), poll(), poll()].map(async (answer) => errorOf(await answer)),
  );
  expect(errors.map(({ code }) => code)).toEqual(["NOT_FOUND", "NOT_FOUND", "NOT_FOUND"]);
  expect(new Set(errors.map(({ requestId }) => requestId)).size).toBe(3);
  expect(kayle.seen).toHaveLength(1);
});

test("the polls of a page are the one entry of its view", async () => {
  await call({});
  await Promise.all([poll(), poll()]);
  expect(desk.accessEntries.map(({ event }) => event)).toEqual(["session_view"]);
});

test("nobody who is signed out is answered out of what was read for others", async () => {
  await poll();
  vi.mocked(findStaffFromRequest).mockResolvedValue(null);
  expect((await errorOf(await poll())).code).toBe("UNAUTHENTICATED");
});

test("a malformed id asks nobody", async () => {
  expect((await errorOf(await poll("vs_1"))).code).toBe("INVALID_SESSION_ID");
  expect(kayle.seen).toEqual([]);
});
