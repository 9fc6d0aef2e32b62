import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { prepareDesk, setEnv } from "@/test/desk";
import { CompanyBrowser } from "@/test/oidc/company-browser";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type Person,
  type RealProvider,
  startRealProvider,
} from "@/test/oidc/real-provider";
import { accessLog } from "../../db/audit-schema";
import { getDb } from "../../db/get-db";
import { staff, staffSignIns } from "../../db/schema";
import { addStaff, disableStaff } from "../../staff/manage-staff";
import { findStaffFromRequest } from "../find-staff";

const DESK_URL = "http://127.0.0.1:3000";
const PASSWORD = "correct horse battery";

prepareDesk();

let provider: RealProvider;

function envOf(issuer: string) {
  return {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: CLIENT_SECRET,
    OIDC_ROLE_MAP: "desk agents=agent,desk-leads=lead",
    OIDC_ALLOWED_DOMAINS: "example.com",
  };
}

beforeAll(async () => {
  provider = await startRealProvider({ deskUrl: DESK_URL });
});
afterAll(() => provider.close());
beforeEach(() => setEnv({ ...envOf(provider.issuer), LOCAL_ACCOUNTS: "true" }));

let people = 0;

/** Somebody new, whom no other test has signed in. */
function makePerson(changes: Partial<Person> = {}): Person {
  people += 1;
  return {
    sub: `subject-${people}`,
    email: `Person.${people}@example.com`,
    email_verified: true,
    name: `Person ${people}`,
    groups: ["others", "desk agents"],
    ...changes,
  };
}

function staffOf(browser: CompanyBrowser) {
  return findStaffFromRequest(browser.request("/api/sessions"));
}

async function signIn(person: Person | null, from?: string) {
  provider.signInAs(person);
  const browser = new CompanyBrowser();
  const answer = await browser.signInWithCompany(from);
  return { browser, location: answer.headers.get("location"), status: answer.status };
}

async function lastEntry() {
  const [row] = await (await getDb()).select().from(accessLog).orderBy(desc(accessLog.no)).limit(1);
  return row;
}

async function rowsOf(email: string) {
  const db = await getDb();
  return db
    .select()
    .from(staffSignIns)
    .innerJoin(staff, eq(staff.id, staffSignIns.staffId))
    .where(eq(staff.email, email));
}

describe("a sign-in with the company's provider", () => {
  test("makes somebody known by name, address and role, and leads to where they wanted to go", async () => {
    const from = "/sessions/vs_1?tab=raw&x=%20,%22#times";
    const { browser, location, status } = await signIn(makePerson(), from);
    expect([status, location]).toEqual([303, from]);
    const known = await staffOf(browser);
    expect(known).toMatchObject({ name: `Person ${people}`, role: "agent" });
    expect(known?.email).toBe(`person.${people}@example.com`);
    const [row] = await rowsOf(known?.email ?? "");
    expect(row?.staff_sign_ins).toMatchObject({ method: "company", client: "192.0.2.1" });
    expect(row?.staff_sign_ins.providerSid).toBeTruthy();
    expect(row?.staff_sign_ins.idToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await lastEntry()).toMatchObject({
      event: "sign_in",
      outcome: "done",
      staffId: known?.id,
      signInId: known?.signInId,
      details: { method: "company", opened: "created", roleBefore: null },
    });
  });

  test("keeps a way back of a hundred pasted ids", async () => {
    const ids = Array.from({ length: 100 }, (_, n) => `vs_${String(n).padStart(64, "a")}`);
    const from = `/sessions?ids=${ids.join(",")}`;
    expect((await signIn(makePerson(), from)).location).toBe(from);
  });

  test("leaves no cookie of the handshake behind, and none that a script can read", async () => {
    provider.signInAs(makePerson());
    const browser = new CompanyBrowser();
    const begun = await browser.begin();
    const lines = begun.headers.getSetCookie().filter((line) => !line.includes("Max-Age=0"));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(line).toMatch(/; HttpOnly/);
      expect(line).toMatch(/; SameSite=Lax/);
      expect(line).toMatch(/Max-Age=600/);
    }
    const { url } = await begun.json();
    await browser.comeBack(await browser.visit(url));
    expect([...browser.cookies.keys()].toSorted()).toEqual([
      "next-auth.csrf-token",
      "next-auth.session-token",
    ]);
  });

  test("takes the highest role of the map, and at the next sign-in what it is then", async () => {
    const person = makePerson({ groups: ["desk agents", "desk-leads"] });
    const first = await signIn(person);
    expect(await staffOf(first.browser)).toMatchObject({ role: "lead" });
    const second = await signIn({ ...person, groups: ["desk agents"], name: "New Name" });
    expect(await staffOf(second.browser)).toMatchObject({ role: "agent", name: "New Name" });
    expect((await staffOf(second.browser))?.id).toBe((await staffOf(first.browser))?.id);
    expect((await lastEntry())?.details).toMatchObject({ opened: "known", roleBefore: "lead" });
  });

  test("takes the role away everywhere from who has lost it at the provider", async () => {
    const person = makePerson();
    const { browser } = await signIn(person);
    const known = await staffOf(browser);
    const refused = await signIn({ ...person, groups: [] });
    expect(refused.location).toBe("/sign-in?from=%2Fsessions&error=CompanyNoRole");
    const [row] = await rowsOf(person.email.toLowerCase());
    expect(row?.staff_sign_ins).toMatchObject({ endReason: "revoked", idToken: null });
    expect(await lastEntry()).toMatchObject({
      event: "sign_in_refused",
      outcome: "refused",
      staffId: null,
      details: { method: "company", code: "CompanyNoRole", accountId: known?.id },
    });
  });

  test.each([
    ["no mapped group", { groups: ["desk-agents"] }, "CompanyNoRole"],
    ["an unverified address", { email_verified: false }, "CompanyEmailUnverified"],
    ["a foreign domain", { email: "x@evil-example.com" }, "CompanyDomain"],
    ["a subdomain", { email: "x@sub.example.com" }, "CompanyDomain"],
  ])("refuses %s with words of its own and without a row", async (_, changes, code) => {
    const person = makePerson(changes);
    const { browser, location, status } = await signIn(person, "/sessions?q=1");
    expect([status, location]).toEqual([303, `/sign-in?from=%2Fsessions%3Fq%3D1&error=${code}`]);
    expect(await staffOf(browser)).toBeNull();
    expect(await rowsOf(person.email.toLowerCase())).toEqual([]);
    const entry = await lastEntry();
    expect(entry).toMatchObject({ event: "sign_in_refused", staffId: null, staffName: null });
    expect(entry?.details).toEqual({ method: "company", code });
    expect(JSON.stringify(entry)).not.toContain("@");
  });

  test("says so when the person did not agree", async () => {
    const { location } = await signIn(null);
    expect(location).toBe("/sign-in?from=%2Fsessions&error=CompanyDenied");
  });

  test("in the same browser ends the sign-in before", async () => {
    provider.signInAs(makePerson());
    const browser = new CompanyBrowser();
    await browser.signInWithCompany();
    const copy = browser.copy();
    await browser.signInWithCompany();
    expect(await staffOf(copy)).toBeNull();
    expect(await staffOf(browser)).not.toBeNull();
  });
});

describe("the account", () => {
  async function addLocal(email: string): Promise<void> {
    await addStaff(await getDb(), { email, name: "Local", role: "admin", password: PASSWORD });
  }

  test("of the same address is not opened while a password opens it", async () => {
    const person = makePerson();
    await addLocal(person.email);
    const { location, browser } = await signIn(person);
    expect(location).toContain("error=CompanyTaken");
    expect(await staffOf(browser)).toBeNull();
    const [row] = await (await getDb())
      .select()
      .from(staff)
      .where(eq(staff.email, person.email.toLowerCase()));
    expect(row).toMatchObject({ name: "Local", role: "admin", oidcSubject: null });
  });

  test("of the same address is taken over, and its password away, where passwords do not count", async () => {
    const person = makePerson();
    await addLocal(person.email);
    const [local] = await (await getDb())
      .select()
      .from(staff)
      .where(eq(staff.email, person.email.toLowerCase()));
    setEnv({ LOCAL_ACCOUNTS: "false" });
    const { browser } = await signIn(person);
    expect(await staffOf(browser)).toMatchObject({ id: local?.id, role: "agent" });
    setEnv({ LOCAL_ACCOUNTS: "true" });
    const withPassword = new CompanyBrowser({}, "192.0.2.77");
    expect((await withPassword.signIn(person.email, PASSWORD)).status).toBe(401);
  });

  test("is never somebody else's, although the address was given to them", async () => {
    const before = makePerson();
    await signIn(before);
    const after = makePerson({ email: before.email });
    expect((await signIn(after)).location).toContain("error=CompanyTaken");
  });

  test("is one, also when somebody new signs in twice at once", async () => {
    const person = makePerson();
    provider.signInAs(person);
    const browsers = [new CompanyBrowser(), new CompanyBrowser(), new CompanyBrowser()];
    await Promise.all(browsers.map((browser) => browser.signInWithCompany()));
    const known = await Promise.all(browsers.map(staffOf));
    expect(new Set(known.map((one) => one?.id)).size).toBe(1);
    expect(known[0]).not.toBeNull();
  });

  test("follows the person to a new address", async () => {
    const person = makePerson();
    const { browser } = await signIn(person);
    const moved = await signIn({ ...person, email: `moved.${people}@example.com` });
    const known = await staffOf(moved.browser);
    expect(known?.email).toBe(`moved.${people}@example.com`);
    expect((await staffOf(browser))?.id).toBe(known?.id);
  });

  test("that was closed at the desk stays closed", async () => {
    const person = makePerson();
    await signIn(person);
    await disableStaff(await getDb(), person.email, new Date());
    const { location, browser } = await signIn(person);
    expect(location).toContain("error=CompanyClosed");
    expect(await staffOf(browser)).toBeNull();
    expect(await lastEntry()).toMatchObject({
      event: "sign_in_refused",
      details: { account: person.name, isClosed: true },
    });
  });
});

describe("without local accounts", () => {
  test("no password is taken, and sign-ins with one end", async () => {
    const email = `local.${Date.now()}@example.com`;
    await addStaff(await getDb(), { email, name: "Ann", role: "lead", password: PASSWORD });
    const browser = new CompanyBrowser();
    expect((await browser.signIn(email, PASSWORD)).status).toBe(200);
    expect(await staffOf(browser)).not.toBeNull();
    setEnv({ LOCAL_ACCOUNTS: "false" });
    expect(await staffOf(browser)).toBeNull();
    const answer = await new CompanyBrowser().signIn(email, PASSWORD);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: "PasswordsNotOffered" });
  });

  test("and without the provider, its sign-ins end too", async () => {
    const { browser } = await signIn(makePerson());
    expect(await staffOf(browser)).not.toBeNull();
    setEnv({ OIDC_ISSUER: "", OIDC_CLIENT_ID: "", OIDC_CLIENT_SECRET: "" });
    expect(await staffOf(browser)).toBeNull();
    const answer = await new CompanyBrowser().begin();
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: "CompanyNotOffered" });
  });
});

describe("signing out", () => {
  test("ends the sign-in here and leads to the provider, which leads back", async () => {
    const { browser } = await signIn(makePerson());
    const copy = browser.copy();
    const { url } = await (await browser.signOut()).json();
    expect(await staffOf(copy)).toBeNull();
    expect(url.startsWith(`${provider.issuer}/session/end?`)).toBe(true);
    const page = await (await browser.ask(url)).text();
    const xsrf = /name="xsrf" value="(?<xsrf>[^"]+)"/.exec(page)?.groups?.["xsrf"] ?? "";
    const body = new URLSearchParams({ xsrf, logout: "yes" });
    const confirm = `${provider.issuer}/session/end/confirm`;
    expect(await browser.visit(confirm, { method: "POST", body })).toBe(`${DESK_URL}/sign-in`);
  });

  test("does not depend on the provider", async () => {
    const gone = await startRealProvider({ deskUrl: DESK_URL });
    setEnv(envOf(gone.issuer));
    gone.signInAs(makePerson());
    const browser = new CompanyBrowser();
    await browser.signInWithCompany();
    const copy = browser.copy();
    expect(await staffOf(copy)).not.toBeNull();
    await gone.close();
    setEnv(envOf(gone.issuer));
    const answer = await browser.signOut();
    expect(await answer.json()).toEqual({ url: `${DESK_URL}/sign-in` });
    expect(await staffOf(copy)).toBeNull();
  });
});

test.each([
  ["PS256", "client_secret_post"],
  ["ES256", "client_secret_basic"],
] as const)(
  "a provider that signs with %s and takes %s works too",
  async (algorithm, clientAuth) => {
    const other = await startRealProvider({ deskUrl: DESK_URL, algorithm, clientAuth });
    setEnv(envOf(other.issuer));
    other.signInAs(makePerson());
    const browser = new CompanyBrowser();
    await browser.signInWithCompany();
    await other.close();
    expect(await staffOf(browser)).not.toBeNull();
  },
);
