import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as lookupRoute } from "@/app/api/lookups/route";
import { GET as observationsRoute } from "@/app/api/sessions/[sessionId]/observations/route";
import { GET as sessionRoute } from "@/app/api/sessions/[sessionId]/route";
import { GET as webhooksRoute } from "@/app/api/sessions/[sessionId]/webhooks/route";
import { GET as searchRoute } from "@/app/api/sessions/route";
import { DELETE as deleteViewRoute } from "@/app/api/views/[viewId]/route";
import { POST as createViewRoute, GET as viewsRoute } from "@/app/api/views/route";
import { aSession } from "@/lib/domain/session-record.fixture";
import type { Staff } from "@/lib/domain/staff";
import { TEST_ENGINE } from "@/test/engines";
import { createTestDatabase } from "@/test/test-database";
import { findStaffFromRequest } from "../auth/find-staff";
import type { OpenDatabase } from "../db/db";
import { openDatabase } from "../db/open-database";
import { getEnv } from "../env";
import { DESK_ORIGIN, makeStaff } from "../http/testing/desk";
import { errorOf, SECRET_TOKEN, setUpDesk } from "../http/testing/route-harness";
import { upsertSessions } from "../index/upsert-sessions";
import { readSearchPage } from "../search/read-search-page";
import { readForPage } from "../sessions/read-for-page";
import { readSession } from "../sessions/read-session";
import { requireMay, type SessionContext } from "../sessions/session-context";
import { findStaffByEmail, insertStaff } from "../staff/staff-store";
import { sendJson } from "../upstream/testing/loopback-server";
import { makeId, makeWireAnswer, WIRE_ERRORS } from "../upstream/testing/wire";
import { type AccessRow, toAccessLogKey } from "./access-chain";
import { findHead, listRowsAfter } from "./access-store";
import type { AccessWriter } from "./access-writer";
import { forgetOpenViews } from "./testing/open-views";
import { verifyChain } from "./verify-chain";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("../auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const SETUP_MS = 60_000;
const ID = makeId("42");
const GONE_ID = makeId("404");
const INDEXED_ID = makeId("43");
const REDIRECT = "https://shop.example/back?order=987654321";

const store = globalThis as {
  __deskDatabase?: Promise<OpenDatabase> | undefined;
  __deskAccessWriter?: AccessWriter;
};
let database: OpenDatabase;
/** With an account, as a view that is saved belongs to one. */
let lead: Staff;
let beforeNo = 0;

beforeAll(async () => {
  const made = await createTestDatabase(TEST_ENGINE);
  database = await openDatabase(made.env);
  store.__deskDatabase = Promise.resolve(database);
  lead = await makeLead();
  const now = new Date();
  const times = { created_at: now.toISOString(), updated_at: now.toISOString() };
  const session = aSession({ id: INDEXED_ID, redirect_url: REDIRECT, ...times });
  await upsertSessions(database.db, [{ session, readAt: now }], {
    now,
    retention: { days: 30 },
  });
  return async () => {
    store.__deskDatabase = undefined;
    await database.close();
    await made.drop();
  };
}, SETUP_MS);

async function makeLead(): Promise<Staff> {
  const known = makeStaff("lead");
  const { email, name, role } = known;
  await insertStaff(database.db, { email, name, role, passwordHash: "x" });
  const row = await findStaffByEmail(database.db, email);
  return { ...known, id: row?.id ?? "" };
}

beforeEach(async () => {
  await setUpDesk(({ path }, response) => {
    if (path.includes(GONE_ID)) sendJson(response, 404, WIRE_ERRORS.notFound);
    else sendJson(response, 200, makeWireAnswer(ID, { redirect_url: REDIRECT }));
  });
  vi.mocked(findStaffFromRequest).mockResolvedValue(lead);
  forgetOpenViews();
  beforeNo = (await findHead(database.db)).no;
});

type Ask = { headers?: Record<string, string>; body?: unknown; method?: string };

function toRequest(path: string, { headers = {}, body, method = "GET" }: Ask = {}): Request {
  const always = {
    origin: DESK_ORIGIN,
    "content-type": "application/json",
    "x-desk-client": "192.0.2.7",
    cookie: "desk-purpose=T-77",
  };
  const text = body === undefined ? null : JSON.stringify(body);
  return new Request(DESK_ORIGIN + path, {
    method,
    headers: { ...always, ...headers },
    body: text,
  });
}

const NONE = { params: Promise.resolve({}) };
const BACKGROUND = { headers: { "x-desk-background": "1" } };
const toParams = (sessionId: string) => ({ params: Promise.resolve({ sessionId }) });
const view = (id: string, ask?: Ask) =>
  sessionRoute(toRequest(`/api/sessions/${id}`, ask), toParams(id));
const observe = (id: string) =>
  observationsRoute(toRequest(`/api/sessions/${id}/observations`, BACKGROUND), toParams(id));
const webhooks = (id: string) =>
  webhooksRoute(toRequest(`/api/sessions/${id}/webhooks`), toParams(id));
const search = (query: string, ask?: Ask) =>
  searchRoute(toRequest(`/api/sessions?${query}`, ask), NONE);
const lookUp = (ids: readonly string[]) =>
  lookupRoute(toRequest("/api/lookups", { method: "POST", body: { ids } }), NONE);
const saveView = (name: string) =>
  createViewRoute(
    toRequest("/api/views", { method: "POST", body: { name, q: "status:failed", scope: "team" } }),
    NONE,
  );
const deleteView = (viewId: string) =>
  deleteViewRoute(toRequest(`/api/views/${viewId}`, { method: "DELETE" }), {
    params: Promise.resolve({ viewId }),
  });

/** What was written since the test began. */
async function listNew(): Promise<AccessRow[]> {
  return listRowsAfter(database.db, beforeNo, 1_000);
}

async function tellNew(): Promise<string[]> {
  return (await listNew()).map(({ event, outcome }) => `${event} ${outcome}`);
}

const PAGE: SessionContext = {
  staff: makeStaff("agent"),
  access: { client: "192.0.2.8", purpose: "T-78" },
};

describe("one act is one entry", () => {
  test("a view tells who, when, from where, for what and on which session", async () => {
    const response = await view(ID);
    const [row, ...more] = await listNew();
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      event: "session_view",
      outcome: "done",
      staffId: lead.id,
      staffName: "The lead",
      role: "lead",
      signInId: "sign-in-1",
      sessionId: ID,
      purpose: "T-77",
      client: "192.0.2.7",
      requestId: response.headers.get("x-request-id"),
    });
    expect(Math.abs(Date.now() - (row?.at.getTime() ?? 0))).toBeLessThan(60_000);
  });

  test("the polls and the parts of a page belong to its view", async () => {
    await view(ID);
    await view(ID, BACKGROUND);
    await observe(ID);
    await webhooks(ID);
    expect(await tellNew()).toEqual(["session_view done"]);
  });

  test("a person who reads again has looked again", async () => {
    await view(ID);
    await view(ID);
    expect(await tellNew()).toEqual(["session_view done", "session_view done"]);
  });

  test("the page's own first read is a view, and what its browser asks next belongs to it", async () => {
    const read = await readSession(ID, PAGE);
    expect(read.ok).toBe(true);
    expect(await listNew()).toMatchObject([
      {
        event: "session_view",
        purpose: "T-78",
        client: "192.0.2.8",
        requestId: expect.any(String),
      },
    ]);
    vi.mocked(findStaffFromRequest).mockResolvedValue(PAGE.staff);
    await view(ID, BACKGROUND);
    await observe(ID);
    expect(await listNew()).toHaveLength(1);
  });

  test.each([
    ["a poll", () => view(ID, BACKGROUND)],
    ["the timeline", () => observe(ID)],
    ["the webhooks", () => webhooks(ID)],
  ])("%s without an open view is a view, once", async (_what, act) => {
    expect((await act()).status).toBe(200);
    await act();
    expect(await listNew()).toMatchObject([{ event: "session_view", sessionId: ID }]);
  });

  test("what somebody else or another sign-in has open hides nothing", async () => {
    await view(ID);
    const other = { ...lead, signInId: "sign-in-2" };
    vi.mocked(findStaffFromRequest).mockResolvedValue(other);
    await view(ID, BACKGROUND);
    expect(await tellNew()).toHaveLength(2);
  });

  test("a session that is not there is told as such, and a failed read too", async () => {
    await view(GONE_ID);
    await view(GONE_ID, BACKGROUND);
    expect(await tellNew()).toEqual(["session_view not_found"]);
  });

  test("sessions that were opened one by one and are read again by the page are no search", async () => {
    await view(ID);
    const again = `ids=${ID}&facets=0`;
    await search(again, BACKGROUND);
    expect(await tellNew()).toEqual(["session_view done"]);
    await search(again);
    await search(`ids=${ID},${INDEXED_ID}&facets=0`, BACKGROUND);
    expect(await tellNew()).toEqual(["session_view done", "search done", "search done"]);
  });

  test("a search, its facets, its further pages and its refreshes are one entry", async () => {
    await search("q=status:created&limit=1&facets=0");
    await search("q=status:created&limit=0&facets=1");
    await search("q=status:created&limit=1", BACKGROUND);
    expect(await listNew()).toMatchObject([
      { event: "search", details: { query: "status:created", sort: null, zone: "UTC", total: 1 } },
    ]);
    await search("q=status:created&limit=1&facets=0");
    expect(await listNew()).toHaveLength(2);
  });

  test("facets that are faster than their rows are the same act", async () => {
    await search("q=status:created&limit=0");
    await search("q=status:created&limit=1&facets=0");
    expect(await tellNew()).toEqual(["search done"]);
  });

  test("the list's page is a search", async () => {
    await readSearchPage({ q: "status:failed", zone: "Europe/Paris" }, PAGE);
    expect(await listNew()).toMatchObject([
      { event: "search", purpose: "T-78", details: { zone: "Europe/Paris", total: 0 } },
    ]);
  });

  test("a lookup of a pasted text holds its ids", async () => {
    expect((await lookUp([ID])).status).toBe(200);
    await lookUp([ID, INDEXED_ID]);
    expect(await listNew()).toMatchObject([
      { event: "lookup", sessionId: ID, details: { ids: [ID] } },
      { event: "lookup", sessionId: null, details: { ids: [ID, INDEXED_ID] } },
    ]);
  });

  test.each([
    ["no id", []],
    ["what is no id", [`${ID}x`]],
    ["too many", Array.from({ length: 201 }, (_, n) => makeId(String(n)))],
  ])("a lookup of %s is refused and not in the log", async (_what, ids) => {
    expect((await lookUp(ids)).status).toBe(400);
    expect(await listNew()).toEqual([]);
  });

  test("a view that is saved or taken away is a setting", async () => {
    const saved = (await (await saveView("One")).json()) as { data: { id: string } };
    expect((await deleteView(saved.data.id)).status).toBe(200);
    expect(await listNew()).toMatchObject([
      { event: "setting", details: { change: "view saved", name: "One", scope: "team" } },
      { event: "setting", details: { change: "view taken away", name: "One" } },
    ]);
  });

  test("a refusal is in the log, at a route and on a page", async () => {
    vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("viewer"));
    expect((await saveView("Two")).status).toBe(403);
    const read = await readForPage(
      "/access-log",
      { ...PAGE, staff: makeStaff("viewer") },
      (inner) => Promise.resolve(requireMay(inner, "access-log:read")),
    );
    expect(read).toMatchObject({ ok: false, status: 403 });
    expect(await listNew()).toMatchObject([
      { event: "denied", outcome: "refused", role: "viewer", details: { route: "/api/views" } },
      { event: "denied", outcome: "refused", details: { route: "/access-log" } },
    ]);
  });

  test("all of it is one whole chain, sealed with the key of the configuration", async () => {
    await view(ID);
    const keys = [toAccessLogKey(getEnv().accessLogSecret)];
    expect((await verifyChain(database.db, { keys })).faults).toEqual([]);
  });
});

describe("no secret is in the log", () => {
  const KEY = "kk_live_0123456789abcdefCANARY0123456789";

  test("whatever a query, a purpose or an id holds", async () => {
    const secret = encodeURIComponent(`cancel_token=${SECRET_TOKEN}`);
    const headers = { cookie: `desk-purpose=${secret}%20${KEY}`, "x-desk-client": "192.0.2.7" };
    await search(`q=${secret}`, { headers });
    await search(`q=%22Bearer%20${KEY}%22`, { headers });
    await search(`q=x&sort=${KEY}`, { headers });
    await view(`vs_${SECRET_TOKEN}`, { headers });
    await view(ID, { headers });
    await lookUp([`${ID}?cancel_token=${SECRET_TOKEN}`]);
    await saveView(`Key ${KEY}`);
    const rows = await listNew();
    expect(rows.length).toBeGreaterThan(1);
    const text = JSON.stringify(rows);
    expect(text).not.toContain(SECRET_TOKEN);
    expect(text).not.toContain("CANARY");
    expect(text).not.toContain(REDIRECT);
  });
});

describe("with a log that cannot be written nothing is shown", () => {
  const broken: AccessWriter = { append: () => Promise.reject(new Error("no room")) };

  test.each([
    ["a session", () => view(ID)],
    ["a poll without a view", () => view(ID, BACKGROUND)],
    ["a session that is gone", () => view(GONE_ID)],
    ["the timeline", () => observe(ID)],
    ["the webhooks", () => webhooks(ID)],
    ["a search", () => search("q=987654321")],
    ["facets", () => search("limit=0")],
    ["a lookup", () => lookUp([ID])],
    ["saving a view", () => saveView("Three")],
  ])("%s answers 503", async (_what, act) => {
    store.__deskAccessWriter = broken;
    for (const _twice of [1, 2]) {
      const response = await act();
      expect(response.status).toBe(503);
      const error = await errorOf(response);
      expect(error.code).toBe("AUDIT_UNAVAILABLE");
      expect(JSON.stringify(error)).not.toMatch(/987654321|vs_|in_progress/);
    }
    expect(await listNew()).toEqual([]);
    const views = await (await viewsRoute(toRequest("/api/views"), NONE)).text();
    expect(views).not.toContain("Three");
  });

  test("a view is not taken away", async () => {
    const saved = (await (await saveView("Four")).json()) as { data: { id: string } };
    store.__deskAccessWriter = broken;
    expect((await deleteView(saved.data.id)).status).toBe(503);
    const views = await (await viewsRoute(toRequest("/api/views"), NONE)).text();
    expect(views).toContain("Four");
  });

  test.each([
    ["a session's page", () => readSession(ID, PAGE)],
    ["the list's page", () => readSearchPage({}, PAGE)],
  ])("%s has the fault alone", async (_what, read) => {
    store.__deskAccessWriter = broken;
    const result = await read();
    expect(result).toMatchObject({ ok: false, status: 503, error: { code: "AUDIT_UNAVAILABLE" } });
    expect(JSON.stringify(result)).not.toMatch(/987654321|vs_|in_progress/);
  });
});
