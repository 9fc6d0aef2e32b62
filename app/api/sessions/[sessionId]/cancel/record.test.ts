import { beforeEach, describe, expect, test, vi } from "vitest";
import { cancelResponseSchema } from "@/lib/contracts/api";
import type { AccessEntry } from "@/lib/server/audit/access-entry";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import {
  DESK_ORIGIN,
  makeStaff,
  TEST_API_KEY,
  TEST_WRITE_API_KEY,
  type TestDesk,
} from "@/lib/server/http/testing/desk";
import { errorOf, type KayleAnswer, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { type LoopbackServer, sendJson } from "@/lib/server/upstream/testing/loopback-server";
import { makeId, makeWireAnswer, WIRE_ERRORS } from "@/lib/server/upstream/testing/wire";
import { POST as cancelRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const ID = makeId("42");
const ATTEMPT = "6f1f4c0e-6d3b-4a55-9f6e-0d6a1c1b2f3a";

let desk: TestDesk;
let kayle: LoopbackServer;
let answer: KayleAnswer;
let status: string;

/** A Kayle that knows one session and cancels it. */
const CANCELLING: KayleAnswer = ({ method }, response) => {
  if (method === "GET") return sendJson(response, 200, makeWireAnswer(ID, endedAs(status)));
  if (status === "in_progress") status = "cancelled";
  response.writeHead(204).end();
};

function endedAs(value: string) {
  const completed_at = value === "in_progress" ? null : "2026-11-23T05:30:00.000Z";
  return { status: value, completed_at };
}

async function setUp(variables: Record<string, string> = {}): Promise<void> {
  ({ desk, kayle } = await setUpDesk((...call) => answer(...call), variables));
}

beforeEach(async () => {
  answer = CANCELLING;
  status = "in_progress";
  vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("agent"));
});

function cancel(body: Record<string, unknown> = { reason: "Customer asked" }): Promise<Response> {
  const headers = { "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x/cancel`, init);
  return cancelRoute(request, { params: Promise.resolve({ sessionId: ID }) });
}

/** Lets the log take `taken` rows and refuse every further one. */
function breakLogAfter(taken: number): void {
  const store = globalThis as { __deskAccessWriter?: { append(entry: AccessEntry): unknown } };
  const { accessEntries } = desk;
  store.__deskAccessWriter = {
    append: async (entry) => {
      if (accessEntries.length >= taken) throw new Error("no log");
      accessEntries.push(entry);
    },
  };
}

const sent = () => kayle.seen.map(({ method }) => method);

describe("a cancel", () => {
  test("is in the access log before Kayle hears of it, and again with what came of it", async () => {
    await setUp();
    let known = -1;
    answer = (...call) => {
      if (known < 0) known = desk.accessEntries.length;
      return CANCELLING(...call);
    };
    const { meta } = cancelResponseSchema.parse(await (await cancel()).json());
    expect(known).toBe(1);
    const [begun, result, ...more] = desk.accessEntries;
    expect(more).toEqual([]);
    expect(begun).toMatchObject({
      event: "cancel",
      outcome: "begun",
      sessionId: ID,
      actor: { name: "The agent", role: "agent" },
      details: { reason: "Customer asked" },
    });
    expect(result).toMatchObject({ event: "cancel", outcome: "done", sessionId: ID });
    expect(result?.requestId).toBe(begun?.requestId);
    expect(result?.details).toEqual({
      reason: "Customer asked",
      outcome: "cancelled_by_this_call",
      statusBefore: "in_progress",
      statusAfter: "cancelled",
    });
    expect(meta).toMatchObject({ by: "The agent", reason: "Customer asked" });
    expect(Math.abs(Date.parse(meta.at) - Date.now())).toBeLessThan(60_000);
  });

  test("that changed nothing is logged as what the second read showed", async () => {
    await setUp();
    status = "succeeded";
    await cancel();
    expect(desk.accessEntries[1]?.details).toMatchObject({
      outcome: "already_ended",
      statusBefore: "succeeded",
      statusAfter: "succeeded",
    });
  });

  test("keeps no secret of its reason, in the log or in the receipt", async () => {
    await setUp();
    const secret = `kk_live_${"a1B2".repeat(8)}`;
    const response = await cancel({ reason: `He sent ${secret}` });
    expect(JSON.stringify(desk.accessEntries) + (await response.text())).not.toContain(secret);
    expect(desk.accessEntries[0]?.details["reason"]).toBe("He sent [removed]");
  });

  test("does not happen when the log cannot be written", async () => {
    await setUp();
    breakLogAfter(0);
    const response = await cancel();
    expect(response.status).toBe(503);
    expect(await errorOf(response)).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
    expect(kayle.seen).toEqual([]);
  });

  test("whose result cannot be written down says that it may have happened", async () => {
    await setUp();
    breakLogAfter(1);
    const response = await cancel();
    expect(response.status).toBe(503);
    const error = await errorOf(response);
    expect(error.code).toBe("ACTION_UNRECORDED");
    expect(error.hint).toContain("may have happened");
    expect(status).toBe("cancelled");
  });

  test.each([
    [403, WIRE_ERRORS.forbidden, "refused", "not_done"],
    [404, WIRE_ERRORS.notFound, "not_found", "not_done"],
    [500, "Internal Server Error", "failed", "not_done"],
  ])("that Kayle answers with %i is logged as %s", async (code, body, outcome, detail) => {
    await setUp();
    answer = ({ method }, response) => {
      if (method === "GET") sendJson(response, 200, makeWireAnswer(ID));
      else sendJson(response, code, body);
    };
    await cancel();
    expect(desk.accessEntries.map((entry) => entry.outcome)).toEqual(["begun", outcome]);
    expect(desk.accessEntries[1]?.details).toMatchObject({ outcome: detail });
  });

  test("of which nobody knows whether it took effect is logged as that", async () => {
    await setUp();
    answer = ({ method }, response, count) => {
      if (method === "POST") response.writeHead(204).end();
      else if (count === 1) sendJson(response, 200, makeWireAnswer(ID));
      else response.writeHead(500).end();
    };
    expect(await errorOf(await cancel())).toMatchObject({ code: "CANCEL_UNCONFIRMED" });
    expect(desk.accessEntries[1]).toMatchObject({
      outcome: "failed",
      details: { outcome: "unconfirmed", fault: "CANCEL_UNCONFIRMED" },
    });
  });

  test("that is sent twice, at once or after a lost answer, is one cancel with one answer", async () => {
    await setUp();
    const body = { reason: "Opened twice", attemptId: ATTEMPT };
    const [first, second] = await Promise.all([cancel(body), cancel(body)]);
    const third = await cancel(body);
    const answers = await Promise.all([first, second, third].map((one) => one?.json()));
    for (const one of answers) expect(one).toEqual(answers[0]);
    expect(answers[0].meta.outcome).toBe("cancelled_by_this_call");
    expect(sent()).toEqual(["GET", "POST", "GET"]);
    expect(desk.accessEntries).toHaveLength(2);
  });

  test("of another person with the same attempt is that person's own", async () => {
    await setUp();
    const attemptId = "0d0f7a52-1a5c-4f0b-8b0a-3f8f5e1d2c4b";
    await cancel({ reason: "Mine", attemptId });
    vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("lead"));
    const receipt = cancelResponseSchema.parse(
      await (await cancel({ reason: "Theirs", attemptId })).json(),
    );
    expect(receipt.meta).toMatchObject({ by: "The lead", outcome: "already_ended" });
  });

  test("that failed may be tried anew", async () => {
    await setUp();
    const body = { reason: "Again", attemptId: "b7a9c1d2-3e4f-4a5b-8c6d-7e8f9a0b1c2d" };
    answer = (_, response) => sendJson(response, 401, WIRE_ERRORS.unauthorized);
    expect((await cancel(body)).status).toBe(502);
    answer = CANCELLING;
    expect((await cancel(body)).status).toBe(200);
  });

  test("is sent with the key for writing, and the reads around it with the other", async () => {
    await setUp();
    await cancel();
    const keys = kayle.seen.map(({ headers }) => headers["authorization"]);
    const read = `Bearer ${TEST_API_KEY}`;
    expect(keys).toEqual([read, `Bearer ${TEST_WRITE_API_KEY}`, read]);
  });
});

describe("a desk without a key for writing", () => {
  test("refuses, says why, asks Kayle nothing, and writes the refusal down", async () => {
    await setUp({ KAYLE_WRITE_API_KEY: "" });
    const response = await cancel();
    expect(response.status).toBe(409);
    expect(await errorOf(response)).toMatchObject({ code: "DESK_READ_ONLY" });
    expect(kayle.seen).toEqual([]);
    expect(desk.accessEntries).toMatchObject([
      { event: "cancel", outcome: "refused", details: { fault: "DESK_READ_ONLY" } },
    ]);
  });
});
