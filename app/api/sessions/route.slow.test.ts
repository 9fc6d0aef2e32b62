import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { searchResponseSchema } from "@/lib/contracts/search";
import type { StaffRole } from "@/lib/domain/roles";
import { aSession } from "@/lib/domain/session-record.fixture";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { DESK_ORIGIN, makeStaff, type TestDesk } from "@/lib/server/http/testing/desk";
import { errorOf, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { upsertSessions } from "@/lib/server/index/upsert-sessions";
import type { LoopbackServer } from "@/lib/server/upstream/testing/loopback-server";
import { provideDatabase } from "@/test/desk";
import { GET as listRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const SETUP_MS = 60_000;
const FAILED_ID = `vs_${"Fa1l".repeat(16)}`;
const OPEN_ID = `vs_${"0pen".repeat(16)}`;

const database = provideDatabase();
let desk: TestDesk;
let kayle: LoopbackServer;

beforeAll(async () => {
  await upsertSessions(database().db, [toRead(FAILED_ID, -3), toRead(OPEN_ID, -1)], {
    now: new Date(),
    retention: { days: 30 },
  });
}, SETUP_MS);

function toRead(id: string, hours: number) {
  const at = (plus: number) => new Date(Date.now() + (hours + plus) * 3_600_000).toISOString();
  const status = id === FAILED_ID ? "failed" : "in_progress";
  const session = aSession({
    id,
    status,
    redirect_url: "https://shop.example/back?order=1234",
    created_at: at(0),
    expires_at: at(1),
    completed_at: status === "failed" ? at(0.5) : null,
    updated_at: at(0.5),
  });
  return { session, readAt: new Date() };
}

beforeEach(async () => {
  ({ desk, kayle } = await setUpDesk(() => {
    throw new Error("the list asks Kayle nothing");
  }));
  signIn("agent");
});

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

function listSessions(query: Record<string, string> = {}): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions?${new URLSearchParams(query)}`);
  return listRoute(request, { params: Promise.resolve({}) });
}

async function readList(query: Record<string, string> = {}) {
  const response = await listSessions(query);
  expect(response.status).toBe(200);
  return searchResponseSchema.parse(await response.json());
}

describe("GET /api/sessions", () => {
  test("answers from the index alone, the newest first, with total, facets and freshness", async () => {
    const { data, meta } = await readList();
    expect(data.map(({ id }) => id)).toEqual([OPEN_ID, FAILED_ID]);
    expect(meta).toMatchObject({ total: 2, totalIsExact: true, cursor: null, complete: false });
    expect(meta.facets?.["redirect"]).toEqual([{ value: "shop.example", count: 2 }]);
    expect(kayle.seen).toEqual([]);
  });

  test("narrows, pages and leaves the facets out as asked", async () => {
    const first = await readList({ q: "order=1234", limit: "1", facets: "0" });
    expect(first.meta.facets).toBeNull();
    const cursor = first.meta.cursor ?? "";
    const second = await readList({ q: "order=1234", limit: "1", facets: "0", cursor });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual([OPEN_ID, FAILED_ID]);
    expect((await readList({ q: "status:failed" })).data.map(({ id }) => id)).toEqual([FAILED_ID]);
  });

  test("finds a whole id whatever stands around it, and nothing but the ids asked for", async () => {
    const around = await readList({ q: `status:expired created:<1h ${FAILED_ID},` });
    expect(around.data.map(({ id }) => id)).toEqual([FAILED_ID]);
    const ids = `${FAILED_ID},vs_${"none".repeat(16)}`;
    expect((await readList({ ids })).data.map(({ id }) => id)).toEqual([FAILED_ID]);
  });

  test("says where a search is wrong and what would mend it, and logs none of it", async () => {
    const response = await listSessions({ q: "statsu:failed" });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({
      code: "INVALID_SEARCH",
      details: { search: [{ kind: "key-unknown", from: 0, to: 6, fix: { insert: "status" } }] },
    });
    expect(desk.logLines.join("")).not.toContain("statsu");
  });

  test.each([
    ["an unknown parameter", { email: "jane", q: "status:failed" }],
    ["a limit beyond the most", { limit: "501" }],
    ["an unknown order", { sort: "random" }],
    ["an unknown zone", { zone: "Mars/Olympus" }],
    ["a cursor of another form", { cursor: "eyJhIjoxfQ" }],
    ["something else than ids", { ids: "vs_1" }],
  ])("refuses %s", async (_, query) => {
    const response = await listSessions(query);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "INVALID_REQUEST" });
  });

  test("refuses a cursor for another search and one that was tampered with", async () => {
    const { meta } = await readList({ q: "order=1234", limit: "1" });
    const cursor = meta.cursor ?? "";
    expect((await listSessions({ q: "status:failed", cursor })).status).toBe(400);
    const value = JSON.parse(Buffer.from(cursor, "base64url").toString());
    for (const change of [
      { time: "1; drop table" },
      { row: -1 },
      { part: 2 },
      { now: 1.5 },
      { x: 1 },
    ]) {
      const tampered = Buffer.from(JSON.stringify({ ...value, ...change })).toString("base64url");
      expect((await listSessions({ q: "order=1234", cursor: tampered })).status).toBe(400);
    }
  });

  test("shows nothing to somebody who is not signed in", async () => {
    signIn(null);
    expect((await listSessions()).status).toBe(401);
  });
});
