import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { searchResponseSchema } from "@/lib/contracts/search";
import { toSearchParamsText } from "@/lib/contracts/search-params";
import type { StaffRole } from "@/lib/domain/roles";
import { listRowsAfter } from "@/lib/server/audit/access-store";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import type { OpenDatabase } from "@/lib/server/db/db";
import { DESK_ORIGIN, makeStaff } from "@/lib/server/http/testing/desk";
import { errorOf, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { exportSessions } from "@/lib/server/search/export-sessions";
import { fillIndex, makeWorld } from "@/lib/server/search/testing/search-world";
import { describeOnEngine } from "@/test/engines";
import { GET as listRoute } from "../route";
import { GET as exportRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const NONE = { params: Promise.resolve({}) };
/** More than one page of the index. */
const ROUNDS = 6;
const FORMULA_ID = `vs_${"F0rm".repeat(16)}`;

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

function ask(query: Record<string, string>): Promise<Response> {
  const url = `${DESK_ORIGIN}/api/sessions/export?${new URLSearchParams(query)}`;
  return exportRoute(new Request(url), NONE);
}

async function readLines(response: Response): Promise<string[]> {
  const text = Buffer.from(await response.arrayBuffer()).toString("utf8");
  expect(text.startsWith("\ufeff")).toBe(true);
  return text.slice(1).trimEnd().split("\r\n");
}

/** What the screen shows of the same search, page by page. */
async function listIds(q: string, sort?: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const text = toSearchParamsText({
      q,
      limit: 500,
      facets: false,
      cursor: cursor ?? null,
      ...(sort && { sort }),
    });
    const answer = await listRoute(new Request(`${DESK_ORIGIN}/api/sessions?${text}`), NONE);
    const { data, meta } = searchResponseSchema.parse(await answer.json());
    ids.push(...data.map(({ id }) => id));
    cursor = meta.cursor;
  }
  return ids;
}

describeOnEngine("GET /api/sessions/export", (engine) => {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };

  beforeAll(async () => {
    const { db } = engine.opened();
    store.__deskDatabase = Promise.resolve(engine.opened());
    const world = makeWorld(ROUNDS);
    const [first] = world;
    if (!first) throw new Error("there is no world");
    const formula = {
      ...first,
      id: FORMULA_ID,
      redirect_url: "https://shop.example/?%3Dcase=1%2B1&cancel_token=ct_S3cretOneShot0123456789",
    };
    await fillIndex(db, [...world, formula]);
  });
  afterAll(() => {
    store.__deskDatabase = undefined;
  });
  beforeEach(async () => {
    await setUpDesk(() => undefined);
    signIn("lead");
  });

  test.each([
    ["", undefined],
    ["status:failed", undefined],
    ["-status:failed sort:updated-asc", undefined],
    ["is:ended", "ended"],
  ])("holds exactly the rows of the search %j in their order", async (q, sort) => {
    const ids = await listIds(q, sort);
    expect(ids.length).toBeGreaterThan(0);
    const answer = await ask({ q, columns: "id", ...(sort && { sort }) });
    expect(answer.headers.get("x-desk-cut")).toBe("0");
    expect(await readLines(answer)).toEqual(['"Id"', ...ids.map((id) => `"${id}"`)]);
  });

  test("has the columns that are asked for, in their order, with the zone in the head", async () => {
    const columns = "created,status,reference";
    const [head, row] = await readLines(
      await ask({ ids: FORMULA_ID, columns, zone: "Europe/Paris" }),
    );
    expect(head).toBe(
      '"Created (Europe/Paris)","Status","Status (Kayle)","Reference","Redirect host"',
    );
    expect(row).toMatch(/^"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",/);
    // A customer's own text may not run in whoever opens the file, nor may it give a token away.
    expect(row).toContain('"\'=case 1+1"');
    expect(row).not.toContain("S3cret");
  });

  test("is written down with its search and its count", async () => {
    const { db } = engine.opened();
    const before = (await listRowsAfter(db, 0, 1000)).length;
    const lines = await readLines(await ask({ q: "status:failed", columns: "id" }));
    const rows = (await listRowsAfter(db, 0, 1000)).slice(before);
    expect(rows).toMatchObject([
      {
        event: "export",
        outcome: "done",
        role: "lead",
        details: { of: "sessions", q: "status:failed", rows: lines.length - 1, cut: false },
      },
    ]);
  });

  test("says in the file that it ends early when it does", async () => {
    const params = { q: "", zone: "UTC", columns: ["id" as const] };
    const answer = await exportSessions(params, { staff: makeStaff("lead") }, { rowsMax: 510 });
    expect(answer.headers.get("x-desk-cut")).toBe("1");
    const lines = await readLines(answer);
    expect(lines).toHaveLength(512);
    expect(lines.at(-1)).toContain("ends after 510 rows");
  });

  test.each([
    ["an unknown column", { columns: "id,email" }, "INVALID_REQUEST"],
    ["an unknown parameter", { limit: "10" }, "INVALID_REQUEST"],
    ["a faulty search", { q: "statsu:failed" }, "INVALID_SEARCH"],
  ])("refuses %s and sends no file", async (_, query, code) => {
    const response = await ask(query);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code });
  });

  test("is for leads and up, and sends nothing that could not be written down", async () => {
    for (const role of ["viewer", "agent", null] as const) {
      signIn(role);
      expect((await ask({})).status).toBe(role ? 403 : 401);
    }
    signIn("lead");
    const writers = globalThis as { __deskAccessWriter?: unknown };
    writers.__deskAccessWriter = { append: () => Promise.reject(new Error("the disk is full")) };
    expect(await errorOf(await ask({}))).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
  });
});
