import { routes } from "@/lib/routes";
import { expectAccessible } from "./fixtures/axe";
import { expect, failedToLoad, test } from "./fixtures/test";
import { DeskPage } from "./pages/desk-page";
import { SessionsPage } from "./pages/sessions-page";
import { SignInPage } from "./pages/sign-in-page";

test.use({ as: "admin" });

test("an admin adds somebody, sees the password once, and closes the account again", async ({
  page,
  browser,
}) => {
  const email = `new-${crypto.randomUUID()}@support.example`;
  await page.goto(routes.staff());
  await page.getByRole("button", { name: "Add somebody" }).click();
  await page.getByLabel("Name").fill("Nora New");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Role").selectOption("lead");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const password = (await page.getByRole("dialog").getByRole("code").textContent()) ?? "";
  expect(password).toMatch(/^\w{4}(-\w{4}){4}$/);
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(password)).toHaveCount(0);
  const row = page.getByRole("listitem").filter({ hasText: email });
  await expect(row).toContainText("Never signed in");

  const nobody = { cookies: [], origins: [] };
  const theirs = await (await browser.newContext({ storageState: nobody })).newPage();
  await theirs.goto(new URL(routes.sessions(), page.url()).href);
  await new SignInPage(theirs).signIn(email, password);
  await expect(new SessionsPage(theirs).rows.first()).toBeVisible();

  await page.reload();
  await expect(row).toContainText("1 live sign-in");
  await row.getByRole("button", { name: "Change" }).click();
  await page.getByRole("button", { name: "Close the account" }).click();
  await expect(page.getByText("Done. It counts everywhere")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(row).toContainText("Closed");
  await theirs.reload();
  await expect(new SignInPage(theirs).submit).toBeVisible();
  await theirs.context().close();
});

test("one's own role and account are shown as locked, with the reason", async ({ page }) => {
  await page.goto(routes.staff());
  const own = page.getByRole("listitem").filter({ hasText: "(you)" });
  await own.getByRole("button", { name: "Change" }).click();
  await expect(
    page.getByText("Nobody changes their own role.").or(page.getByText("last admin")).first(),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Close the account" })).toHaveCount(0);
});

test("signing out everywhere asks first and leads to the sign-in page", async ({ page }) => {
  await page.goto(routes.staff());
  await new DeskPage(page).openMenu();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("every other browser");
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
});

test("axe finds nothing on the page and its dialogs in any look, and nothing scrolls sideways", async ({
  page,
}) => {
  await page.goto(routes.staff());
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Staff");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Change Demo lead" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page, "with a dialog");
});

test.describe("a lead", () => {
  test.use({ as: "lead", expectedConsole: [failedToLoad(403)] });

  test("is told whose page this is, and gets nothing of it", async ({ page }) => {
    await page.goto(routes.staff());
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Only an admin");
    await expect(page.locator("html")).not.toContainText("admin@demo.test");
    expect((await page.request.get(routes.api.staff())).status()).toBe(403);
  });
});
