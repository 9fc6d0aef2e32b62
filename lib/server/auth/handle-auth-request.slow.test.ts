import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { signInResponseSchema } from "@/lib/contracts/sign-in";
import { AuthBrowser } from "@/test/auth-browser";
import { prepareDesk, REAL, setEnv } from "@/test/desk";
import { closeDb, getDb } from "../db/get-db";
import { signInLimits, staff, staffSignIns } from "../db/schema";
import { closeDemoAccounts, createDemoAccounts, DEMO_PASSWORD } from "../staff/demo-accounts";
import { addStaff, disableStaff } from "../staff/manage-staff";
import { findStaffFromRequest } from "./find-staff";

const PASSWORD = "correct horse battery";
const ORIGIN = "http://127.0.0.1:3000";
const NOBODY = "nobody@example.com";

prepareDesk();

beforeAll(async () => {
  const db = await getDb();
  await createDemoAccounts(db);
  for (const email of ["ann@example.com", "closed@example.com"]) {
    await addStaff(db, { email, name: "Ann", role: "lead", password: PASSWORD });
  }
  await disableStaff(db, "closed@example.com", new Date());
});

beforeEach(async () => {
  await (await getDb()).delete(signInLimits);
});

async function urlOf(response: Response): Promise<string> {
  return signInResponseSchema.parse(await response.json()).url;
}

function staffOf(browser: AuthBrowser) {
  return findStaffFromRequest(browser.request("/api/sessions"));
}

describe("signing in", () => {
  test("with the right password makes the person known to the desk", async () => {
    const browser = new AuthBrowser();
    const response = await browser.signIn(" ANN@Example.com ", PASSWORD);
    expect(response.status).toBe(200);
    expect(await staffOf(browser)).toMatchObject({ email: "ann@example.com", role: "lead" });
  });

  test("gives a cookie that no script can read, and that says nothing about the person", async () => {
    const browser = new AuthBrowser();
    const response = await browser.signIn("ann@example.com", PASSWORD);
    const [cookie = ""] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^next-auth\.session-token=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    expect(response.headers.getSetCookie()).toHaveLength(1);
  });

  test("a wrong password, a closed account and an unknown address get one and the same answer", async () => {
    const answers = [];
    for (const email of ["ann@example.com", "closed@example.com", NOBODY, "", "x".repeat(9000)]) {
      const response = await new AuthBrowser().signIn(email, "a wrong password");
      answers.push({ status: response.status, body: await response.json() });
    }
    expect(answers[0]?.status).toBe(401);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const elsewhere = new AuthBrowser({}, "192.0.2.99");
    const right = await elsewhere.signIn("closed@example.com", PASSWORD);
    expect(right.status).toBe(401);
  });

  test("without the form's own token is refused before the password is looked at", async () => {
    const browser = new AuthBrowser();
    const fields = { email: "ann@example.com", password: PASSWORD, csrfToken: "made up" };
    const response = await browser.post("callback/credentials", fields);
    expect([response.status, await staffOf(browser)]).toEqual([403, null]);
  });

  test.each(["cross-site", "same-site"])(
    "from a page of another site (%s) is refused",
    async (site) => {
      const browser = new AuthBrowser({ "sec-fetch-site": site });
      const response = await browser.signIn("ann@example.com", PASSWORD);
      expect([response.status, await staffOf(browser)]).toEqual([403, null]);
    },
  );

  test.each([
    ["a plain form", { "content-type": "application/x-www-form-urlencoded" }, 415],
    ["text that looks like JSON", { "content-type": "text/plain" }, 415],
    ["a page that says nothing of where it is", { origin: null }, 403],
    ["another origin", { origin: "https://evil.example" }, 403],
  ])("from %s is refused before the password is looked at", async (_name, sent, status) => {
    const browser = new AuthBrowser();
    const fields = { email: "ann@example.com", password: PASSWORD };
    const csrfToken = await browser.csrfToken();
    for (const action of ["callback/credentials", "signout"]) {
      const response = await browser.post(action, { ...fields, csrfToken }, sent);
      expect([response.status, await staffOf(browser)]).toEqual([status, null]);
    }
  });

  test("again in the same browser ends the sign-in before", async () => {
    const browser = new AuthBrowser();
    await browser.signIn("ann@example.com", PASSWORD);
    const copy = new AuthBrowser();
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    await browser.signIn("agent@demo.test", DEMO_PASSWORD);
    expect(await staffOf(copy)).toBeNull();
    expect(await staffOf(browser)).toMatchObject({ email: "agent@demo.test" });
  });
});

describe("too many attempts", () => {
  async function failFiveTimes(email: string): Promise<void> {
    for (let count = 0; count < 5; count += 1) await new AuthBrowser().signIn(email, "wrong");
  }

  test.each(["ann@example.com", NOBODY])(
    "after five failures %s is told how long to wait, even with the right password",
    async (email) => {
      await failFiveTimes(email);
      const response = await new AuthBrowser().signIn(email, PASSWORD);
      expect(response.status).toBe(429);
      const seconds = Number(response.headers.get("retry-after"));
      expect(seconds).toBeGreaterThan(270);
      expect(seconds).toBeLessThanOrEqual(300);
      expect(await response.json()).toMatchObject({
        error: "TooManyAttempts",
        retryAfterSeconds: seconds,
      });
    },
  );

  test("a desk that starts again remembers them", async () => {
    await failFiveTimes("ann@example.com");
    await closeDb();
    expect((await new AuthBrowser().signIn("ann@example.com", PASSWORD)).status).toBe(429);
  });

  test("a colleague's failures keep nobody else in the office from signing in", async () => {
    for (const email of [NOBODY, "closed@example.com"]) await failFiveTimes(email);
    const newcomer = await new AuthBrowser().signIn("agent@demo.test", DEMO_PASSWORD);
    expect(newcomer.status).toBe(200);
  });

  test("a stranger elsewhere does not lock anybody out, not even at a client that they never used", async () => {
    await failFiveTimes("ann@example.com");
    const home = new AuthBrowser({}, "198.51.100.5");
    expect((await home.signIn("ann@example.com", PASSWORD)).status).toBe(200);
  });

  test("a success forgets the failures before it", async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 4; count += 1) {
        expect((await new AuthBrowser().signIn("ann@example.com", "wrong")).status).toBe(401);
      }
      expect((await new AuthBrowser().signIn("ann@example.com", PASSWORD)).status).toBe(200);
    }
  });

  test("while they cannot be counted nobody gets in, not even with the right password", async () => {
    const db = await getDb();
    await db.execute(sql`alter table sign_in_limits rename to sign_in_limits_away`);
    onTestFinished(async () => {
      await db.execute(sql`alter table sign_in_limits_away rename to sign_in_limits`);
    });
    const browser = new AuthBrowser();
    const response = await browser.signIn("ann@example.com", PASSWORD);
    expect([response.status, await staffOf(browser)]).toEqual([500, null]);
  });
});

describe("signing out", () => {
  test("ends the sign-in on the server, so that a copied cookie is dead", async () => {
    const browser = new AuthBrowser();
    await browser.signIn("ann@example.com", PASSWORD);
    const copy = new AuthBrowser();
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    expect(await staffOf(copy)).not.toBeNull();
    const answer = await browser.signOut();
    expect([answer.status, answer.headers.get("clear-site-data")]).toEqual([
      200,
      '"cache", "storage"',
    ]);
    expect(browser.cookies.has("next-auth.session-token")).toBe(false);
    expect(await staffOf(copy)).toBeNull();
  });

  test("without the form's token changes nothing", async () => {
    const browser = new AuthBrowser();
    await browser.signIn("ann@example.com", PASSWORD);
    const response = await browser.post("signout", { csrfToken: "made up" });
    expect(response.status).toBe(403);
    expect(await staffOf(browser)).not.toBeNull();
  });

  test("works although other cookies whose names begin alike are in the way", async () => {
    const browser = new AuthBrowser();
    await browser.signIn("ann@example.com", PASSWORD);
    const signIn = await staffOf(browser);
    browser.cookies.set("next-auth.session-token.0", "garbage");
    await browser.signOut();
    const db = await getDb();
    const [row] = await db
      .select()
      .from(staffSignIns)
      .where(eq(staffSignIns.id, signIn?.signInId ?? ""));
    expect(row?.endReason).toBe("signed_out");
  });
});

describe("hostile input", () => {
  const HOSTILE = [
    "http://[",
    "%E0%A4%A",
    "//evil.example",
    "https://evil.example",
    "\\\\evil",
    "%00",
    "{",
  ];

  test.each(HOSTILE)("%j in every cookie and parameter never gives a 500", async (value) => {
    const browser = new AuthBrowser();
    for (const name of ["callback-url", "session-token", "csrf-token"]) {
      browser.cookies.set(`next-auth.${name}`, value);
    }
    for (const action of ["csrf", "session", "signin", "signout", "error", "providers", value]) {
      const response = await browser.get(action);
      expect(response.status).toBeLessThan(500);
    }
    for (const action of ["callback/credentials", "signout", "_log", "session"]) {
      const fields = { callbackUrl: value, csrfToken: value, email: value, password: value };
      expect((await browser.post(action, fields)).status).toBeLessThan(500);
    }
  });

  test.each(["?callbackUrl=http://[", "?error=x&code=y", "?redirect_uri=https://evil.example"])(
    "a form with the query %s signs nobody in and never gives a 500",
    async (query) => {
      const browser = new AuthBrowser();
      const fields = { email: "ann@example.com", password: PASSWORD };
      const csrfToken = await browser.csrfToken();
      for (const action of ["callback/credentials", "signin/company", "signout"]) {
        const response = await browser.post(action, { ...fields, csrfToken }, {}, query);
        expect([400, 403, 404]).toContain(response.status);
      }
      expect(await staffOf(browser)).toBeNull();
      expect((await browser.get("csrf", query)).status).toBeLessThan(500);
    },
  );

  test.each(["next-auth.session-token(", "next-auth.session-token.1", "next-auth.callback-url"])(
    "a cookie named %s never gives a 500",
    async (name) => {
      const browser = new AuthBrowser();
      browser.cookies.set(name, "http://[");
      expect((await browser.get("csrf")).status).toBe(200);
      expect((await browser.signIn("ann@example.com", PASSWORD)).status).toBeLessThan(500);
      expect((await browser.signOut()).status).toBeLessThan(500);
      const page = new AuthBrowser();
      page.cookies.set(name, "http://[");
      expect((await page.get("callback/company", "?callbackUrl=http://[")).status).toBe(303);
    },
  );

  test.each([...HOSTILE, "/%2F/evil", "javascript:alert(1)"])(
    "the way back %j leads into the desk",
    async (callbackUrl) => {
      const response = await new AuthBrowser().signIn("viewer@demo.test", DEMO_PASSWORD, {
        callbackUrl,
      });
      expect([response.status, await urlOf(response)]).toEqual([200, `${ORIGIN}/sessions`]);
    },
  );

  test("a good way back is kept exactly", async () => {
    const callbackUrl = "/sessions/vs_1?tab=raw&x=%20#times";
    const response = await new AuthBrowser().signIn("viewer@demo.test", DEMO_PASSWORD, {
      callbackUrl,
    });
    expect(await urlOf(response)).toBe(ORIGIN + callbackUrl);
  });

  test("the session cookie as a Bearer header signs nobody in", async () => {
    const browser = new AuthBrowser();
    await browser.signIn("ann@example.com", PASSWORD);
    const authorization = `Bearer ${browser.cookies.get("next-auth.session-token")}`;
    expect(await staffOf(new AuthBrowser({ authorization }))).toBeNull();
  });
});

describe("with a real key", () => {
  test("demo accounts are closed, their sign-ins end, and cookies are Secure and __Host-", async () => {
    const before = new AuthBrowser();
    await before.signIn("admin@demo.test", DEMO_PASSWORD);
    setEnv(REAL);
    const db = await getDb();

    const early = new AuthBrowser();
    expect((await early.signIn("admin@demo.test", DEMO_PASSWORD)).status).toBe(401);
    early.cookies.set(
      "__Host-next-auth.session-token",
      before.cookies.get("next-auth.session-token") ?? "",
    );
    expect(await staffOf(early)).toBeNull();

    await closeDemoAccounts(db, new Date());
    const demo = await db.select().from(staff).where(eq(staff.isDemo, true));
    expect(demo.every((row) => row.disabledAt !== null && row.passwordHash === "")).toBe(true);

    const response = await new AuthBrowser().signIn("ann@example.com", PASSWORD);
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-next-auth\.session-token=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});
