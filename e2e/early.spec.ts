import type { BrowserContext, Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { DEMO_ACCOUNTS, getAccount } from "./fixtures/accounts";
import { makeRun } from "./fixtures/run-of-sessions";
import { expect, test } from "./fixtures/test";
import { DeskPage } from "./pages/desk-page";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { SignInPage } from "./pages/sign-in-page";

/** Holds the page's scripts back, as a slow line does. @returns what lets them through. */
async function holdScripts(context: BrowserContext): Promise<() => void> {
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await context.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  return letThrough;
}

/** Without its scripts a page never comes to its load event. */
async function openPainted(page: Page, path: string): Promise<void> {
  await page.goto(path, { waitUntil: "commit" });
  await expect(page.getByRole("main")).toBeVisible();
}

test.describe("before the page's scripts are there", () => {
  test("no control looks open that would lose a press, and the first press counts", async ({
    page,
    context,
    sandbox,
  }) => {
    const letThrough = await holdScripts(context);
    const session = new SessionPage(page);
    await openPainted(page, routes.session(await sandbox.create({ status: "in_progress" })));
    for (const control of [session.menuButton, session.cancelButton, session.zoneSwitch]) {
      await expect(control).toBeDisabled();
      await expect(control, "and says so once it takes long").not.toHaveCSS("filter", "none");
    }
    const pressed = session.cancelButton.click();
    letThrough();
    await pressed;
    await expect(page.getByRole("dialog")).toBeVisible();
  });

  test("a letter goes into no field that would lose it", async ({ page, context }) => {
    const letThrough = await holdScripts(context);
    const list = new SessionsPage(page);
    await openPainted(page, routes.sessions());
    await expect(list.lookup).toBeDisabled();
    await expect(list.search).toBeDisabled();
    const typed = list.search.fill("status:failed");
    letThrough();
    await typed;
    await list.search.press("Enter");
    await expect(list.chips).toHaveText([/status: failed/]);
  });

  test("links lead on", async ({ page, context }) => {
    await holdScripts(context);
    const list = new SessionsPage(page);
    await openPainted(page, routes.sessions());
    await list.rows.first().getByRole("link").first().click({ noWaitAfter: true });
    await expect(page).toHaveURL(/\/sessions\/vs_/);
  });

  test.describe("on the staff page", () => {
    test.use({ as: "admin" });

    test("“Change” opens at its first press", async ({ page, context }) => {
      const letThrough = await holdScripts(context);
      await openPainted(page, routes.staff());
      const pressed = page.getByRole("button", { name: "Change Demo lead" }).click();
      letThrough();
      await pressed;
      await expect(page.getByRole("dialog")).toBeVisible();
    });
  });

  test.describe("signed out", () => {
    test.use({ as: null });

    test("what is typed into the sign-in form stays and signs in", async ({ page, context }) => {
      const letThrough = await holdScripts(context);
      const signIn = new SignInPage(page);
      await openPainted(page, routes.signIn());
      const { email, password } = getAccount(DEMO_ACCOUNTS, "viewer");
      await signIn.email.fill(email);
      await signIn.password.fill(password);
      await expect(signIn.submit).toBeDisabled();
      await signIn.password.press("Enter");
      await expect(page, "no plain form is sent").toHaveURL(/\/sign-in$/);
      const pressed = signIn.submit.click();
      letThrough();
      await pressed;
      await expect(page).toHaveURL(/\/sessions$/);
    });
  });
});

test("on a first visit the change to the person's own zone closes nothing and moves no focus", async ({
  browser,
  baseURL,
  stateOf,
  sandbox,
  request,
}) => {
  const run = await makeRun(sandbox, request, 6);
  const context = await browser.newContext({
    storageState: await stateOf("viewer"),
    timezoneId: "Asia/Tokyo",
    ...(baseURL && { baseURL }),
  });
  let letThrough = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  // What is read for the person's own zone comes late.
  await context.route(/\/api\/sessions\?.*zone=Asia/, async (route) => {
    await held;
    await route.continue();
  });
  const list = new SessionsPage(await context.newPage());
  await list.goto(run.word);
  await list.link(run.ids[1] ?? "").focus();
  await list.page.keyboard.press(" ");
  await expect(list.peek).toContainText(run.ids[1] ?? "");
  const peek = await list.peek.elementHandle();
  await list.openMenu();
  const answered = list.page.waitForResponse(/\/api\/sessions\?.*zone=Asia/);
  letThrough();
  await answered;
  await expect(list.views.getByText(/\d/).first()).toBeVisible();
  await expect(list.page.getByRole("menu")).toBeVisible();
  await list.page.keyboard.press("Escape");
  await expect(list.zoneSwitch).toContainText("UTC+9");
  expect(await peek?.evaluate((node) => node.isConnected), "the same peek").toBe(true);
  await context.close();
});

test("the menu opens for a key that is pressed as soon as it can be reached", async ({ page }) => {
  const desk = new DeskPage(page);
  await page.goto(routes.sessions());
  await expect(desk.menuButton).toBeEnabled();
  await desk.menuButton.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
});
