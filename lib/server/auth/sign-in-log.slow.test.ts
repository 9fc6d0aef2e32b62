import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { AuthBrowser } from "@/test/auth-browser";
import { prepareDesk } from "@/test/desk";
import type { AccessEntry } from "../audit/access-entry";
import type { AccessWriter } from "../audit/access-writer";
import { getDb } from "../db/get-db";
import { signInLimits, staffSignIns } from "../db/schema";
import { addStaff, disableStaff, requireAccount } from "../staff/manage-staff";
import { findStaffFromRequest } from "./find-staff";

const ANN = "ann@example.com";
const PASSWORD = "correct horse battery";

let entries: AccessEntry[] = [];
let clients = 0;

const store = globalThis as { __deskAccessWriter?: AccessWriter };

prepareDesk();

beforeAll(async () => {
  const db = await getDb();
  for (const email of [ANN, "closed@example.com"]) {
    await addStaff(db, { email, name: "Ann", role: "lead", password: PASSWORD });
  }
  await disableStaff(db, "closed@example.com", new Date());
});

beforeEach(async () => {
  await (await getDb()).delete(signInLimits);
  entries = [];
  store.__deskAccessWriter = { append: async (entry) => void entries.push(entry) };
  onTestFinished(() => void Reflect.deleteProperty(store, "__deskAccessWriter"));
});

/** From a client that no other test has used. */
function openBrowser(): AuthBrowser {
  clients += 1;
  return new AuthBrowser({}, `198.51.100.${clients}`);
}

function breakLog(): void {
  store.__deskAccessWriter = { append: () => Promise.reject(new Error("disk full")) };
}

async function countOpenSignIns(): Promise<number> {
  const { id } = await requireAccount(await getDb(), ANN);
  const rows = await (await getDb())
    .select()
    .from(staffSignIns)
    .where(eq(staffSignIns.staffId, id));
  return rows.filter(({ endedAt }) => endedAt === null).length;
}

test("a sign-in and its end are each written once, with who, how and from where", async () => {
  const browser = openBrowser();
  await browser.signIn(ANN, PASSWORD);
  await browser.signOut();
  const { client } = browser;
  const actor = { name: "Ann", role: "lead", signInId: expect.any(String) };
  expect(entries).toMatchObject([
    { event: "sign_in", outcome: "done", client, actor, details: { method: "password" } },
    { event: "sign_out", outcome: "done", client, actor, details: { everywhere: false, count: 1 } },
  ]);
  expect(entries[0]?.actor?.signInId).toBe(entries[1]?.actor?.signInId);
});

test("the row of a sign-in says how and from where", async () => {
  const browser = openBrowser();
  await browser.signIn(ANN, PASSWORD);
  const db = await getDb();
  const rows = await db.select().from(staffSignIns).where(eq(staffSignIns.client, browser.client));
  expect(rows).toMatchObject([{ method: "password", endedAt: null }]);
});

test("a refusal names the account whose address was typed, and no address that is nobody's", async () => {
  for (const email of [ANN, "closed@example.com", "mistyped.secret@example.com"]) {
    await openBrowser().signIn(email, "a wrong password");
  }
  expect(entries.map(({ event, actor }) => [event, actor])).toEqual(
    Array(3).fill(["sign_in_refused", null]),
  );
  expect(entries[0]?.details).toMatchObject({ account: "Ann", isClosed: false });
  expect(entries[1]?.details).toMatchObject({ account: "Ann", isClosed: true });
  expect(entries[2]?.details).toEqual({});
  expect(JSON.stringify(entries)).not.toMatch(/mistyped|example\.com|wrong/);
});

test("attempts that are told to wait make one entry, however many there are", async () => {
  const browser = openBrowser();
  for (let count = 0; count < 12; count += 1) await browser.signIn(ANN, "a wrong password");
  const limited = entries.filter(({ event }) => event === "sign_in_limited");
  expect(limited).toMatchObject([{ client: browser.client, actor: null, details: {} }]);
  expect(entries).toHaveLength(6);
});

test("while the log cannot be written, the right password answers 503 and opens nothing", async () => {
  const before = await countOpenSignIns();
  breakLog();
  const browser = openBrowser();
  const response = await browser.signIn(ANN, PASSWORD);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: "Unavailable" });
  expect(browser.cookies.has("next-auth.session-token")).toBe(false);
  expect(await countOpenSignIns()).toBe(before);
  expect((await browser.signIn(ANN, "a wrong password")).status).toBe(503);
});

test("while the log cannot be written, signing out ends the sign-in all the same and says so", async () => {
  const browser = openBrowser();
  await browser.signIn(ANN, PASSWORD);
  const copy = new AuthBrowser();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  breakLog();
  const response = await browser.signOut();
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ error: "SignedOutUnlogged" });
  expect(browser.cookies.has("next-auth.session-token")).toBe(false);
  expect(await findStaffFromRequest(copy.request("/api/sessions"))).toBeNull();
});
