import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  accessLogResponseSchema,
  type WhoLookedResponse,
  whoLookedResponseSchema,
} from "@/lib/contracts/access-log";
import type { StaffRole } from "@/lib/domain/roles";
import type { AccessEntry } from "@/lib/server/audit/access-entry";
import { listRowsAfter } from "@/lib/server/audit/access-store";
import { createAccessWriter } from "@/lib/server/audit/access-writer";
import { exportAccess } from "@/lib/server/audit/export-access";
import { recordView } from "@/lib/server/audit/record-view";
import { TEST_KEY } from "@/lib/server/audit/testing/entries";
import { forgetOpenViews } from "@/lib/server/audit/testing/open-views";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import type { OpenDatabase } from "@/lib/server/db/db";
import { DESK_ORIGIN, makeStaff } from "@/lib/server/http/testing/desk";
import { errorOf, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { describeOnEngine, type Engine } from "@/test/engines";
import { GET as whoRoute } from "../sessions/[sessionId]/access/route";
import { GET as exportRoute } from "./export/route";
import { GET as logRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const ID = `vs_${"a1B2".repeat(16)}`;
const OTHER_ID = `vs_${"c3D4".repeat(16)}`;
const KEY = "kk_live_abcdefghijklmnop0123456789";

const MARA = { id: "staff-mara", name: "Mara Adler", role: "lead", signInId: "sign-in-mara" };
const JON = { id: "staff-jon", name: "Jon_100% Perry", role: "agent", signInId: "sign-in-jon" };

type Seed = Partial<AccessEntry> & { at: string };

const SEEDS: Seed[] = [
  { at: "2026-11-20T23:30:00Z", actor: JON, event: "session_view", sessionId: ID },
  {
    at: "2026-11-21T09:00:00Z",
    actor: MARA,
    event: "session_view",
    sessionId: ID,
    purpose: "SUP-1182",
  },
  { at: "2026-11-21T09:01:00Z", actor: JON, event: "search", details: { q: "status:failed" } },
  {
    at: "2026-11-21T09:02:00Z",
    actor: JON,
    event: "session_view",
    sessionId: OTHER_ID,
    outcome: "not_found",
  },
  { at: "2026-11-21T09:03:00Z", actor: null, event: "sign_in_refused", outcome: "refused" },
  {
    at: "2026-11-22T10:00:00Z",
    actor: MARA,
    event: "cancel",
    sessionId: ID,
    details: { reason: `=cmd ${KEY}` },
  },
  { at: "2026-11-22T10:00:01Z", actor: JON, event: "log_read", sessionId: ID },
  {
    at: "2026-11-23T12:00:00Z",
    actor: MARA,
    event: "lookup",
    details: { ids: [OTHER_ID, ID] },
  },
];

function useDatabase(engine: Engine): void {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };
  beforeAll(async () => {
    store.__deskDatabase = Promise.resolve(engine.opened());
    for (const { at, ...seed } of SEEDS) {
      const writer = createAccessWriter(engine.opened().db, TEST_KEY, () => new Date(at));
      await writer.append({
        event: "search",
        outcome: "done",
        actor: null,
        sessionId: null,
        purpose: null,
        requestId: "req_seed",
        client: "192.0.2.7",
        details: {},
        ...seed,
      });
    }
  });
  afterAll(() => {
    store.__deskDatabase = undefined;
  });
  beforeEach(async () => {
    await setUpDesk(() => undefined);
    forgetOpenViews();
    signIn("lead");
  });
}

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

const NONE = { params: Promise.resolve({}) };

function askLog(query: Record<string, string> = {}): Promise<Response> {
  return logRoute(new Request(`${DESK_ORIGIN}/api/access-log?${new URLSearchParams(query)}`), NONE);
}

function askExport(query: Record<string, string> = {}): Promise<Response> {
  const url = `${DESK_ORIGIN}/api/access-log/export?${new URLSearchParams(query)}`;
  return exportRoute(new Request(url), NONE);
}

function askWho(id: string): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions/${id}/access`);
  return whoRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

/** Numbers of the seeds, counted from 1; what these tests themselves wrote is left out. */
async function readNos(query: Record<string, string>): Promise<number[]> {
  const response = await askLog(query);
  expect(response.status).toBe(200);
  const { data } = accessLogResponseSchema.parse(await response.json());
  return data.map(({ no }) => no).filter((no) => no <= SEEDS.length);
}

async function readWho(id: string): Promise<WhoLookedResponse> {
  return whoLookedResponseSchema.parse(await (await askWho(id)).json());
}

describeOnEngine("the access log, read", (engine) => {
  useDatabase(engine);

  async function newRowsSince(act: () => Promise<unknown>) {
    const all = async () => listRowsAfter(engine.opened().db, 0, 10_000);
    const before = (await all()).length;
    await act();
    return (await all()).slice(before);
  }

  test.each<[string, Record<string, string>, number[]]>([
    ["a name, whatever its case", { staff: "mara" }, [8, 6, 2]],
    ["an account's id", { staff: "staff-jon" }, [7, 4, 3, 1]],
    ["a name with signs that a pattern would read", { staff: "jon_100%" }, [7, 4, 3, 1]],
    ["a sign that a pattern would read as anything", { staff: "M_ra" }, []],
    ["an event", { event: "search" }, [3]],
    ["an outcome", { outcome: "not_found" }, [4]],
    ["a session, also one of several", { session: ID }, [8, 7, 6, 2, 1]],
    ["a ticket", { ticket: "sup-11" }, [2]],
    [
      "the days of a zone",
      { from: "2026-11-21", to: "2026-11-21", zone: "Europe/Paris" },
      [5, 4, 3, 2, 1],
    ],
    ["the days of another zone", { from: "2026-11-21", to: "2026-11-21" }, [5, 4, 3, 2]],
    ["several at once", { staff: "jon", session: ID, event: "session_view" }, [1]],
    ["a text that looks like SQL", { staff: "' or 1=1 --" }, []],
  ])("is narrowed by %s, the newest first", async (_, query, nos) => {
    expect(await readNos(query)).toEqual(nos);
  });

  test("pages meet without a gap or a row twice, also while the log grows", async () => {
    const nos: number[] = [];
    for (let cursor: number | null = SEEDS.length + 1; cursor !== null; ) {
      const answer = await askLog({ limit: "2", cursor: String(cursor) });
      const { data, meta } = accessLogResponseSchema.parse(await answer.json());
      nos.push(...data.map(({ no }) => no));
      cursor = meta.cursor;
    }
    expect(nos).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test("tells since when it is kept, and holds no secret and no sign-in's id", async () => {
    const text = await (await askLog({ limit: "500" })).text();
    const { data, meta } = accessLogResponseSchema.parse(JSON.parse(text));
    expect(meta).toMatchObject({ keptSince: "2026-11-20T23:30:00.000Z", isCut: false });
    expect(data.find(({ no }) => no === 6)?.details).toEqual({
      reason: expect.stringMatching(/^=cmd/),
    });
    expect(text).not.toContain(KEY);
    expect(text).not.toContain("sign-in-");
  });

  test("each reading is one row of its own, with what was asked", async () => {
    const rows = await newRowsSince(() => askLog({ session: ID, staff: "Mara", limit: "1" }));
    expect(rows).toMatchObject([
      {
        event: "log_read",
        outcome: "done",
        sessionId: ID,
        staffId: "staff-lead",
        details: { staff: "Mara", rows: 1 },
      },
    ]);
  });

  test.each([
    ["an unknown parameter", { email: "jane" }],
    ["an unknown event", { event: "everything" }],
    ["something else than an id", { session: "vs_1" }],
    ["a day that is none", { from: "2026-02-30" }],
    ["a cursor that is no number", { cursor: "1; drop table" }],
    ["no rows", { limit: "0" }],
    ["a sign that no database keeps", { staff: "a\u0000b" }],
  ])("refuses %s", async (_, query) => {
    const response = await askLog(query);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: "INVALID_REQUEST" });
    expect((await askExport(query)).status).toBe(400);
  });

  test("is closed to viewers and agents, who are written down as refused", async () => {
    for (const role of ["viewer", "agent"] as const) {
      signIn(role);
      for (const ask of [askLog, askExport]) {
        const rows = await newRowsSince(async () => expect((await ask()).status).toBe(403));
        expect(rows).toMatchObject([{ event: "denied", outcome: "refused", role }]);
      }
    }
    signIn(null);
    expect((await askLog()).status).toBe(401);
    expect((await askExport()).status).toBe(401);
  });

  describe("as a file", () => {
    test("holds what fits, is written down first, and cannot run as a formula", async () => {
      let text = "";
      const rows = await newRowsSince(async () => {
        const answer = await askExport({ session: ID, to: "2026-11-22", zone: "Europe/Paris" });
        expect(answer.headers.get("content-disposition")).toMatch(
          /^attachment; filename="access-log-/,
        );
        // Decoding would take the mark off that tells Excel the encoding.
        text = Buffer.from(await answer.arrayBuffer()).toString("utf8");
      });
      expect(rows).toMatchObject([
        { event: "export", sessionId: null, details: { session: ID, rows: 4, format: "csv" } },
      ]);
      expect(text.startsWith("\ufeff")).toBe(true);
      const lines = text.slice(1).trimEnd().split("\r\n");
      expect(lines[0]).toContain('"When (Europe/Paris)"');
      expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([
        '"7"',
        '"6"',
        '"2"',
        '"1"',
      ]);
      expect(lines[4]).toContain('"2026-11-21 00:30:00"');
      expect(text).not.toContain(KEY);
      expect(text).not.toMatch(/"[=@]/);
    });

    test("one JSON object a line, each with the hash that finds it in the chain", async () => {
      const answer = await askExport({ format: "jsonl", ticket: "SUP-1182" });
      const lines = (await answer.text()).trimEnd().split("\n");
      const [stored] = await listRowsAfter(engine.opened().db, 1, 1);
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ no: 2, hash: stored?.hash }]);
    });

    test("says that it ends early when it does", async () => {
      const params = { format: "csv", zone: "UTC" } as const;
      const answer = await exportAccess(params, { staff: makeStaff("lead") }, { rowsMax: 3 });
      expect(answer.headers.get("x-desk-cut")).toBe("1");
      const lines = (await answer.text()).trimEnd().split("\r\n");
      expect(lines).toHaveLength(5);
      expect(lines[4]).toContain("ends after 3 rows");
    });

    test("does not hold what happened after it was asked for", async () => {
      const answer = await askExport({ event: "export" });
      await askExport({ event: "export", staff: "nobody" });
      expect(await answer.text()).not.toContain("nobody");
    });
  });

  describe("for one session", () => {
    test("everybody sees who looked, when and for which ticket; only leads from where", async () => {
      signIn("viewer");
      const { data, meta } = await readWho(ID);
      const known = data.filter(({ no }) => no <= SEEDS.length);
      expect(known).toMatchObject([
        { no: 8, event: "lookup", staffName: "Mara Adler" },
        { no: 6, event: "cancel", staffName: "Mara Adler", client: null, isOwn: false },
        { no: 2, event: "session_view", ticket: "SUP-1182", at: "2026-11-21T09:00:00.000Z" },
        { no: 1, event: "session_view", staffName: "Jon_100% Perry", role: "agent" },
      ]);
      expect(known[1]?.person).toBe(known[2]?.person);
      expect(known[1]?.person).not.toBe(known[3]?.person);
      expect(JSON.stringify(data)).not.toMatch(/staff-mara|192\.0\.2\.7|sign-in-/);
      expect(meta.isWhole).toBe(true);
      signIn("lead");
      const asLead = (await readWho(ID)).data.find(({ no }) => no === 6);
      expect(asLead?.client).toBe("192.0.2.7");
    });

    test("asking belongs to the view that the same sign-in has open, and without one is a view", async () => {
      signIn("agent");
      const alone = await newRowsSince(() => askWho(OTHER_ID));
      expect(alone).toMatchObject([
        {
          event: "session_view",
          sessionId: OTHER_ID,
          role: "agent",
          details: { part: "who looked" },
        },
      ]);
      expect(await newRowsSince(() => askWho(OTHER_ID))).toEqual([]);
      expect((await readWho(OTHER_ID)).data[0]).toMatchObject({ isOwn: true });
      forgetOpenViews();
      await recordView({ staff: makeStaff("agent") }, OTHER_ID, "done");
      expect(await newRowsSince(() => askWho(OTHER_ID))).toEqual([]);
      const elsewhere = { ...makeStaff("agent"), signInId: "sign-in-2" };
      vi.mocked(findStaffFromRequest).mockResolvedValue(elsewhere);
      expect(await newRowsSince(() => askWho(OTHER_ID))).toHaveLength(1);
    });

    test("a malformed id is refused and a signed-out person learns nothing", async () => {
      expect(await errorOf(await askWho("vs_1"))).toMatchObject({ code: "INVALID_SESSION_ID" });
      signIn(null);
      expect((await askWho(ID)).status).toBe(401);
    });
  });

  test("shows nothing when its own reading cannot be written down", async () => {
    const store = globalThis as { __deskAccessWriter?: unknown };
    store.__deskAccessWriter = { append: () => Promise.reject(new Error("the disk is full")) };
    for (const ask of [askLog, askExport, () => askWho(`vs_${"e5F6".repeat(16)}`)]) {
      const response = await ask();
      expect(response.status).toBe(503);
      expect(await errorOf(response)).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
    }
  });
});
