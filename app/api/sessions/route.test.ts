import { beforeEach, describe, expect, test, vi } from "vitest";
import { sessionListResponseSchema } from "@/lib/contracts/api";
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
import { GET as listRoute } from "./route";

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

function listSessions(query = ""): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions?${query}`);
  return listRoute(request, { params: Promise.resolve({}) });
}

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
