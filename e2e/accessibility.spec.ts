import { routes } from "@/lib/routes";
import { expectAccessibleState, openSession, PAGES } from "./fixtures/accessible-pages";
import { expectAccessible } from "./fixtures/axe";
import { expect, failedToLoad, test } from "./fixtures/test";

test.use({ expectedConsole: [failedToLoad(404)] });

for (const [name, open] of Object.entries(PAGES)) {
  test(`axe finds nothing and nothing scrolls sideways in any look: ${name}`, ({ page, sandbox }) =>
    expectAccessibleState(open, { page, sandbox }));
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
  await openSession("succeeded")({ page, sandbox });
  const ink = "rgb(24, 24, 27)";
  await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("color", ink);
  await page.locator("html").evaluate((html) => html.setAttribute("data-theme", "dark"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("color", ink);
});
