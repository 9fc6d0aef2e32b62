import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  viewDeletedResponseSchema,
  viewResponseSchema,
  viewsResponseSchema,
} from "@/lib/contracts/views";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { DESK_ORIGIN, makeStaff } from "@/lib/server/http/testing/desk";
import { errorOf, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { findStaffByEmail, insertStaff } from "@/lib/server/staff/staff-store";
import { provideDatabase } from "@/test/desk";
import { DELETE as deleteRoute } from "./[viewId]/route";
import { POST as createRoute, GET as listRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const SETUP_MS = 60_000;
const EMAIL = "agent@desk.example";

const database = provideDatabase();

beforeAll(async () => {
  await insertStaff(database().db, { email: EMAIL, name: "A", role: "agent", passwordHash: "x" });
}, SETUP_MS);

beforeEach(async () => {
  await setUpDesk(() => undefined);
  const row = await findStaffByEmail(database().db, EMAIL);
  const staff = { ...makeStaff("agent"), id: row?.id ?? "" };
  vi.mocked(findStaffFromRequest).mockResolvedValue(staff);
});

function toRequest(method: string, body?: unknown, origin = DESK_ORIGIN): Request {
  const headers = { origin, "content-type": "application/json" };
  const text = body === undefined ? null : JSON.stringify(body);
  return new Request(`${DESK_ORIGIN}/api/views`, { method, headers, body: text });
}

const NONE = { params: Promise.resolve({}) };
const VIEW = { name: "Shop fails", q: "status:failed redirect:shop.example", scope: "personal" };

test("a view is saved, listed and taken away again", async () => {
  const saved = await createRoute(toRequest("POST", VIEW), NONE);
  const { data } = viewResponseSchema.parse(await saved.json());
  const listed = viewsResponseSchema.parse(await (await listRoute(toRequest("GET"), NONE)).json());
  expect(listed.data).toEqual([data]);
  expect(listed.meta.canSaveForTeam).toBe(false);
  const params = { params: Promise.resolve({ viewId: data.id }) };
  const gone = await deleteRoute(toRequest("DELETE"), params);
  expect(viewDeletedResponseSchema.parse(await gone.json()).data).toEqual({ id: data.id });
});

test("another page cannot save one, and nobody can without signing in", async () => {
  const foreign = await createRoute(toRequest("POST", VIEW, "https://evil.example"), NONE);
  expect(await errorOf(foreign)).toMatchObject({ code: "CROSS_ORIGIN" });
  vi.mocked(findStaffFromRequest).mockResolvedValue(null);
  expect((await createRoute(toRequest("POST", VIEW), NONE)).status).toBe(401);
  expect((await listRoute(toRequest("GET"), NONE)).status).toBe(401);
});

test.each([
  ["no name", { ...VIEW, name: "  " }],
  ["a long name", { ...VIEW, name: "n".repeat(61) }],
  ["another scope", { ...VIEW, scope: "everybody" }],
  ["a further field", { ...VIEW, ownerId: "somebody" }],
])("refuses %s", async (_, body) => {
  expect((await createRoute(toRequest("POST", body), NONE)).status).toBe(400);
});
