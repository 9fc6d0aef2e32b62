import { routes } from "@/lib/routes";
import { DEMO_ACCOUNTS, getAccount } from "./fixtures/accounts";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { SignInPage } from "./pages/sign-in-page";

const DEMO_PASSWORD = getAccount(DEMO_ACCOUNTS, "agent").password;

test.use({ as: null });

/** An address that no other test fails to sign in from. */
const from = (last: number) => ({ "x-forwarded-for": `192.0.2.${last}` });

test.describe("from an address of its own", () => {
  test.use({ extraHTTPHeaders: from(1) });

  test("signing in leads to the sessions, and the cookie is out of reach of scripts", async ({
    page,
    context,
  }) => {
    const signIn = new SignInPage(page);
    await signIn.goto();
    await signIn.signIn("agent@demo.test", DEMO_PASSWORD);
    await expect(page).toHaveURL(/\/sessions$/);
    const cookies = await context.cookies();
    const session = cookies.find(({ name }) => name.endsWith("session-token"));
    expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  });
});

test.describe("with what cannot sign in", () => {
  test.use({ extraHTTPHeaders: from(2), expectedConsole: [failedToLoad(401)] });

  test("a wrong password and an unknown address read the same, and the address stays", async ({
    page,
  }) => {
    const signIn = new SignInPage(page);
    await signIn.goto();
    await signIn.signIn("agent@demo.test", "not the password");
    await expect(signIn.alert).toContainText("do not match an account");
    const words = await signIn.alert.textContent();
    await expect(signIn.email).toHaveValue("agent@demo.test");
    await signIn.signIn("nobody@demo.test", "not the password");
    await expect(signIn.alert).toContainText("do not match an account");
    expect(await signIn.alert.textContent()).toBe(words);
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test.describe("after five failures in a row", () => {
  test.use({ extraHTTPHeaders: from(3), expectedConsole: [failedToLoad(401, 429)] });

  test("the next attempt is told to wait, whoever it is", async ({ page }) => {
    const signIn = new SignInPage(page);
    await signIn.goto();
    for (let attempt = 0; attempt < 5; attempt++) {
      const answered = page.waitForResponse((one) => one.url().includes("/callback/credentials"));
      await signIn.signIn("throttled@demo.test", `wrong ${attempt}`);
      await answered;
      await expect(signIn.alert).not.toBeEmpty();
    }
    await signIn.signIn("throttled@demo.test", "wrong again");
    await expect(signIn.alert).toContainText("Too many attempts");
  });
});

test.describe("with a deep link", () => {
  test.use({ extraHTTPHeaders: from(4) });

  test("path, query and hash survive the sign-in", async ({ page, sandbox }) => {
    const id = await sandbox.notable("succeeded");
    await page.goto(`${routes.session(id)}?note=a%20b#raw`);
    const signIn = new SignInPage(page);
    await expect(signIn.submit).toBeVisible();
    await signIn.signIn("viewer@demo.test", DEMO_PASSWORD);
    await expect(page).toHaveURL(new RegExp(`/sessions/${id}\\?note=a(%20|\\+)b#raw$`));
    await expect(new SessionPage(page).headline).toContainText("succeeded");
  });

  test("the filters of a shared list survive the sign-in", async ({ page }) => {
    await page.goto(routes.sessionsWith({ q: "status:failed created:>2026-11-01" }));
    await new SignInPage(page).signIn("agent@demo.test", DEMO_PASSWORD);
    await expect(page).toHaveURL(/\/sessions\?q=status%3Afailed\+created%3A%3E2026-11-01$/);
    await expect(new SessionsPage(page).chips).toHaveText([/status: failed/, /created: >2026/]);
  });

  for (const hostile of [
    "//evil.example",
    "/\\evil.example",
    "https:evil.example",
    "/%2F%2Fevil",
  ]) {
    test(`a way back to ${hostile} leads to the sessions instead`, async ({ page }) => {
      await page.goto(routes.signIn(hostile));
      await new SignInPage(page).signIn("agent@demo.test", DEMO_PASSWORD);
      await expect(page).toHaveURL(/^http:\/\/127\.0\.0\.1:3100\/sessions$/);
    });
  }
});

test.describe("after signing out", () => {
  test.use({ extraHTTPHeaders: from(5) });

  test("a copied cookie opens nothing any more", async ({ page, context, request }) => {
    const signIn = new SignInPage(page);
    await signIn.goto();
    await signIn.signIn("agent@demo.test", DEMO_PASSWORD);
    const desk = new SessionsPage(page);
    await expect(desk.rows.first()).toBeVisible();
    const copied = (await context.cookies())
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
    await desk.signOut();
    await expect(signIn.submit).toBeVisible();
    const answer = await request.get(routes.api.sessions(), { headers: { cookie: copied } });
    expect(answer.status()).toBe(401);
  });
});

for (const path of [routes.api.sessions(), routes.api.session(`vs_${"a".repeat(64)}`)]) {
  test(`${path.slice(0, 20)} answers nobody who is not signed in`, async ({ request }) => {
    const answer = await request.get(path);
    expect(answer.status()).toBe(401);
    const body = await answer.json();
    expect(body).toMatchObject({ data: null, error: { code: "UNAUTHENTICATED" } });
    expect(answer.headers()["cache-control"]).toContain("no-store");
    expect(answer.headers()["x-request-id"]).toBe(body.error.requestId);
  });
}
