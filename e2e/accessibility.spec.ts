import type { Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { expectAccessible } from "./fixtures/axe";
import type { Sandbox } from "./fixtures/sandbox";
import { expect, failedToLoad, test } from "./fixtures/test";
import { DeskPage } from "./pages/desk-page";

type Opened = { page: Page; sandbox: Sandbox };

const session =
  (name: string) =>
  async ({ page, sandbox }: Opened) => {
    await page.goto(routes.session(await sandbox.notable(name)));
  };

/** Every page of the desk, and its states that look different. */
const PAGES: Record<string, (opened: Opened) => Promise<unknown>> = {
  "the list": ({ page }) => page.goto(routes.sessions()),
  "the list without a match": ({ page }) =>
    page.goto(routes.sessionsWith({ q: "redirect:nobody.example" })),
  "a failed session": session("failed-nfc-third"),
  "a running session": session("in-progress-two-failures"),
  "a succeeded session": session("succeeded"),
  "an overdue session": session("overdue-in-progress"),
  "a withdrawn session": session("cancelled-after-success"),
  "hostile texts": session("hostile-reasons"),
  "claim keys that nobody knows": session("hostile-claim-keys"),
  "thirty-two fields": session("share-fields-32"),
  "a long redirect": session("redirect-long"),
  "an unknown status": session("unknown-status"),
  "a session that is not there": ({ page }) => page.goto(routes.session(`vs_${"0".repeat(64)}`)),
  "a malformed id": ({ page }) => page.goto(routes.session("vs_abc")),
  "the cancel dialog": async (opened) => {
    await opened.page.goto(routes.session(await opened.sandbox.create({ status: "created" })));
    await opened.page.getByRole("button", { name: "Cancel session" }).click();
    await expect(opened.page.getByRole("dialog")).toBeVisible();
  },
  "the person's menu": async (opened) => {
    await session("succeeded")(opened);
    await new DeskPage(opened.page).openMenu();
    await expect(opened.page.getByRole("menu")).toBeVisible();
  },
  "the box with a near miss and a cut-out token": async ({ page }) => {
    await page.goto(routes.sessions());
    await page
      .getByRole("textbox", { name: /^Find a session/ })
      .fill(`vs_${"a".repeat(66)}?cancel_token=abc12345678901234567890`);
  },
};

test.use({ expectedConsole: [failedToLoad(404)] });

for (const [name, open] of Object.entries(PAGES)) {
  test(`axe finds nothing and nothing scrolls sideways in any look: ${name}`, async ({
    page,
    sandbox,
  }) => {
    await open({ page, sandbox });
    // By its tag: behind an open dialog the heading is hidden from the tree of roles.
    await expect(page.locator("h1")).toBeVisible();
    await expectAccessible(page);
  });
}

test.describe("signed out", () => {
  test.use({ as: null });

  test("axe finds nothing and nothing scrolls sideways in any look: signing in", async ({
    page,
  }) => {
    await page.goto(routes.signIn());
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeEnabled();
    await expectAccessible(page);
  });
});

test("what is printed is dark ink on white paper, whatever the theme", async ({
  page,
  sandbox,
}) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await session("succeeded")({ page, sandbox });
  const ink = "rgb(24, 24, 27)";
  await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("color", ink);
  await page.locator("html").evaluate((html) => html.setAttribute("data-theme", "dark"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("color", ink);
});
