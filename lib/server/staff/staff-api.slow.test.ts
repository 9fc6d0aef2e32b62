import { encode } from "next-auth/jwt";
import { beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { POST as endAllRoute } from "@/app/api/sign-ins/end-all/route";
import { PATCH as changeRoute } from "@/app/api/staff/[staffId]/route";
import { POST as signOutRoute } from "@/app/api/staff/[staffId]/sign-out/route";
import { POST as addRoute, GET as listRoute } from "@/app/api/staff/route";
import {
  type StaffMember,
  staffChangeResponseSchema,
  staffListResponseSchema,
} from "@/lib/contracts/staff";
import { prepareDesk } from "@/test/desk";
import type { AccessEntry } from "../audit/access-entry";
import type { AccessWriter } from "../audit/access-writer";
import { authenticate } from "../auth/authenticate";
import { findStaffFromRequest } from "../auth/find-staff";
import { createSignIn } from "../auth/sign-in-store";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { addStaff, requireAccount } from "./manage-staff";

const ORIGIN = "http://127.0.0.1:3000";
const ADMIN = "admin@example.com";
const store = globalThis as { __deskAccessWriter?: AccessWriter; __deskSignIns?: unknown };

let entries: AccessEntry[] = [];
let cookie = "";

prepareDesk();

beforeAll(async () => {
  const db = await getDb();
  const password = "correct horse battery";
  await addStaff(db, { email: ADMIN, name: "Ada", role: "admin", password });
});

beforeEach(async () => {
  entries = [];
  store.__deskAccessWriter = { append: async (entry) => void entries.push(entry) };
  onTestFinished(() => void Reflect.deleteProperty(store, "__deskAccessWriter"));
  cookie = await signIn(ADMIN);
});

async function signIn(email: string): Promise<string> {
  const db = await getDb();
  const { id } = await requireAccount(db, email);
  const signInId = await createSignIn(db, id, new Date(), { client: "192.0.2.8" });
  const secret = getEnv().nextauthSecret;
  const token = await encode({ token: { sub: id, sid: signInId }, secret, maxAge: 3600 });
  return `next-auth.session-token=${token}`;
}

function ask(method: string, body?: unknown, headers: Record<string, string> = {}): Request {
  return new Request(`${ORIGIN}/api/staff`, {
    method,
    headers: { cookie, origin: ORIGIN, "content-type": "application/json", ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
}

const NONE = { params: Promise.resolve({}) };
const of = (staffId: string) => ({ params: Promise.resolve({ staffId }) });

async function list(): Promise<StaffMember[]> {
  const answer = await listRoute(ask("GET"), NONE);
  return staffListResponseSchema.parse(await answer.json()).data;
}

async function add(email: string, role = "agent"): Promise<{ id: string; password: string }> {
  const answer = await addRoute(ask("POST", { name: "New", email, role }), NONE);
  const { data, meta } = staffChangeResponseSchema.parse(await answer.json());
  return { id: data.id, password: meta.password ?? "" };
}

async function change(id: string, body: unknown) {
  const answer = await changeRoute(ask("PATCH", body), of(id));
  return { status: answer.status, body: await answer.json() };
}

function tryPassword(email: string, password: string, client: string) {
  return authenticate({ email, password, client, requestId: null }, new Date());
}

function whoIs(cookieOf: string) {
  const headers = { cookie: cookieOf };
  return findStaffFromRequest(new Request(`${ORIGIN}/api/sessions`, { headers }));
}

test("somebody is added with a password that is told once, opens the account and stands nowhere", async () => {
  const { id, password } = await add("new@example.com");
  expect(password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  expect(entries).toMatchObject([
    { event: "staff_change", outcome: "done", actor: { name: "Ada" }, details: { change: "add" } },
  ]);
  expect(JSON.stringify([entries, await list()])).not.toContain(password);
  const outcome = await tryPassword("new@example.com", password, "192.0.2.40");
  expect(outcome).toMatchObject({ kind: "signed-in", id });
  const member = (await list()).find((one) => one.id === id);
  expect(member?.signIns).toMatchObject([{ method: "password", client: "192.0.2.40" }]);
});

test("an address that is taken, or is none, is refused", async () => {
  await add("twice@example.com");
  const again = await addRoute(
    ask("POST", { name: "N", email: "TWICE@example.com", role: "agent" }),
    NONE,
  );
  expect([again.status, (await again.json()).error.code]).toEqual([409, "STAFF_EXISTS"]);
  const none = await addRoute(ask("POST", { name: "N", email: "no address", role: "agent" }), NONE);
  expect(none.status).toBe(400);
});

test("closing an account ends its sign-ins at once and keeps its row", async () => {
  const { id } = await add("closing@example.com");
  const theirs = await signIn("closing@example.com");
  expect(await whoIs(theirs)).not.toBeNull();
  expect((await change(id, { disabled: true })).body.meta.ended).toBe(1);
  expect(await whoIs(theirs)).toBeNull();
  expect((await list()).find((one) => one.id === id)).toMatchObject({
    closedAt: expect.any(String),
    signIns: [],
  });
  expect((await change(id, { disabled: false })).status).toBe(200);
  expect(await whoIs(theirs)).toBeNull();
});

test("a new role counts on the next request, and a new password ends what the old one began", async () => {
  const { id, password } = await add("moving@example.com");
  const theirs = await signIn("moving@example.com");
  expect(await whoIs(theirs)).toMatchObject({ role: "agent" });
  await change(id, { role: "lead" });
  expect(await whoIs(theirs)).toMatchObject({ role: "lead" });
  const { body } = await change(id, { newPassword: true });
  expect(await whoIs(theirs)).toBeNull();
  const email = "moving@example.com";
  expect(await tryPassword(email, password, "192.0.2.41")).toEqual({ kind: "refused" });
  expect(await tryPassword(email, body.meta.password, "192.0.2.42")).toMatchObject({
    kind: "signed-in",
  });
});

test("another desk on the same database follows within ten seconds", async () => {
  const { id } = await add("elsewhere@example.com");
  const theirs = await signIn("elsewhere@example.com");
  const here = store.__deskSignIns;
  // The other desk's memory: it has just read that sign-in.
  store.__deskSignIns = undefined;
  expect(await whoIs(theirs)).not.toBeNull();
  const elsewhere = store.__deskSignIns;
  store.__deskSignIns = here;
  await signOutRoute(ask("POST", {}), of(id));
  store.__deskSignIns = elsewhere;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await whoIs(theirs)).toBeNull();
});

test("the last admin, oneself and unknown accounts are out of reach", async () => {
  const me = (await list()).find(({ email }) => email === ADMIN);
  const id = me?.id ?? "";
  expect(me?.locks).toMatchObject({ role: expect.any(String), close: expect.any(String) });
  for (const wanted of [{ role: "agent" }, { disabled: true }]) {
    const { status, body } = await change(id, wanted);
    expect([status, body.error.code]).toEqual([409, "STAFF_CHANGE_REFUSED"]);
  }
  const other = await add("second@example.com", "admin");
  expect((await change(id, { role: "agent" })).body.error.hint).toContain("their own role");
  expect((await change(other.id, { role: "agent" })).status).toBe(200);
  for (const unknown of ["00000000-0000-4000-8000-000000000000", "' or 1=1"]) {
    expect((await change(unknown, { name: "X" })).status).toBe(404);
  }
});

test("two admins who close each other at once leave one", async () => {
  const other = await add("rival@example.com", "admin");
  const mine = (await list()).find(({ email }) => email === ADMIN)?.id ?? "";
  const rival = await signIn("rival@example.com");
  const answers = await Promise.all([
    changeRoute(ask("PATCH", { disabled: true }), of(other.id)),
    changeRoute(ask("PATCH", { disabled: true }, { cookie: rival }), of(mine)),
  ]);
  const closed = (await Promise.all(answers.map(({ status }) => status))).filter((s) => s === 200);
  expect(closed).toHaveLength(1);
  // Whoever is left puts the other one back, for the tests that follow.
  cookie = (await whoIs(cookie)) ? cookie : rival;
  const lost = (await list()).find(({ closedAt, role }) => closedAt !== null && role === "admin");
  await change(lost?.id ?? "", { disabled: false });
});

test.each([
  [{}],
  [{ role: "king" }],
  [{ role: "lead", disabled: true }],
  [{ name: "  " }],
  [{ newPassword: "chosen by me" }],
  [{ passwordHash: "x" }],
])("the change %j is not understood", async (body) => {
  const { id } = (await list())[0] ?? { id: "" };
  expect((await change(id, body)).status).toBe(400);
});

test("nothing is changed where the log cannot be written", async () => {
  const { id } = await add("unlogged@example.com");
  store.__deskAccessWriter = { append: () => Promise.reject(new Error("disk full")) };
  expect((await change(id, { role: "admin" })).status).toBe(503);
  expect((await list()).find((one) => one.id === id)?.role).toBe("agent");
});

test("a lead sees and changes nothing, another page neither, and both are written down", async () => {
  const { id } = await add("lead@example.com", "lead");
  const foreign = await changeRoute(
    ask("PATCH", { role: "admin" }, { origin: "https://evil.example" }),
    of(id),
  );
  expect(foreign.status).toBe(403);
  cookie = await signIn("lead@example.com");
  expect((await listRoute(ask("GET"), NONE)).status).toBe(403);
  expect((await change(id, { role: "admin" })).status).toBe(403);
  expect(entries.filter(({ event }) => event === "denied")).toHaveLength(3);
});

test("signing out everywhere ends every sign-in of the person, and tells the other pages so", async () => {
  await add("away@example.com");
  const [here, there] = [await signIn("away@example.com"), await signIn("away@example.com")];
  cookie = here;
  const answer = await endAllRoute(ask("POST", {}), NONE);
  expect(await answer.json()).toMatchObject({ data: { ended: 2, url: `${ORIGIN}/sign-in` } });
  expect(answer.headers.get("clear-site-data")).toBe('"cache", "storage"');
  expect(entries.at(-1)).toMatchObject({ event: "sign_out", details: { everywhere: true } });
  cookie = there;
  const refused = await listRoute(ask("GET"), NONE);
  expect([refused.status, (await refused.json()).error.details]).toEqual([
    401,
    { signedOut: "everywhere" },
  ]);
});

test("a page of one person does nothing once another is signed in in the same browser", async () => {
  const answer = await addRoute(
    ask(
      "POST",
      { name: "N", email: "never@example.com", role: "admin" },
      { "x-desk-person": "somebody else" },
    ),
    NONE,
  );
  expect([answer.status, (await answer.json()).error.details]).toEqual([
    401,
    { signedOut: "other_person" },
  ]);
  expect((await list()).map(({ email }) => email)).not.toContain("never@example.com");
});
