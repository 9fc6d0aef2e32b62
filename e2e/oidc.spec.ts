import type { Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { expectAccessible } from "./fixtures/axe";
import { Company } from "./fixtures/company";
import { COMPANY } from "./fixtures/servers";
import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";
import { SignInPage } from "./pages/sign-in-page";

const company = new Company();

test.use({ as: null, baseURL: COMPANY.url });
// One desk for all of them, which takes a while to start on a busy machine.
test.describe.configure({ mode: "serial", timeout: 120_000 });
test.beforeAll(() => company.start());
test.afterAll(() => company.stop());

function companyButton(page: Page) {
  return page.getByRole("button", { name: "Sign in with Example Ltd" });
}

async function signInAs(page: Page, name: string): Promise<void> {
  await companyButton(page).click();
  await page.getByRole("link", { name: `Go on as ${name}` }).click();
}

test("a deep link survives the company's sign-in, and signing out ends it there too", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.notable("succeeded");
  await page.goto(`${routes.session(id)}?note=a%20b#raw`);
  await signInAs(page, "Ann Agent");
  await expect(page).toHaveURL(new RegExp(`/sessions/${id}\\?note=a(%20|\\+)b#raw$`));
  const session = new SessionPage(page);
  await expect(session.headline).toContainText("succeeded");
  await session.openMenu();
  await expect(page.getByRole("menu")).toContainText("ann@example.com");
  await page.keyboard.press("Escape");

  await session.signOut();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${COMPANY.url}/sign-in`);
  await page.goto(routes.session(id));
  // Signed out there too: the provider asks who it is.
  await signInAs(page, "Ann Agent");
  await expect(session.headline).toContainText("succeeded");
});

test("somebody without a role reads why, and gets nowhere", async ({ page }) => {
  await page.goto(routes.sessions());
  await signInAs(page, "Zoe Elsewhere");
  const { alert } = new SignInPage(page);
  await expect(alert).toContainText("no role at this desk is meant for you");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.goto(routes.sessions());
  await expect(companyButton(page)).toBeVisible();
  await expect(new SessionsPage(page).rows).toHaveCount(0);
});

test("somebody who says no at the provider can try again", async ({ page }) => {
  await page.goto(routes.sessions());
  await signInAs(page, "nobody");
  await expect(new SignInPage(page).alert).toContainText("did not let you through");
  await signInAs(page, "Ann Agent");
  await expect(page).toHaveURL(`${COMPANY.url}/sessions`);
});

test("the sign-in page with both ways fits a phone and is accessible in any look", async ({
  page,
}) => {
  await page.goto(`${routes.signIn()}?error=CompanyNoRole`);
  const signIn = new SignInPage(page);
  await expect(companyButton(page)).toBeEnabled();
  await expect(signIn.password).toBeVisible();
  await expect(signIn.alert).not.toBeEmpty();
  await expectAccessible(page);
});
