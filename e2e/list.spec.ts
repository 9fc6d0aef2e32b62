import { routes } from "@/lib/routes";
import { expect, test } from "./fixtures/test";
import { SessionsPage } from "./pages/sessions-page";

test("the first paint of the list already holds rows, and each row is one real link", async ({
  page,
}) => {
  const desk = new SessionsPage(page);
  await desk.goto();
  await expect(desk.rows).toHaveCount(50);
  const href = await desk.rows.first().getByRole("link").getAttribute("href");
  expect(href).toMatch(/^\/sessions\/vs_\w{64}$/);
});

test("a status filter stands in the URL, survives a reload and goes with Back", async ({
  page,
}) => {
  const desk = new SessionsPage(page);
  await desk.goto();
  await desk.status.selectOption("failed");
  await expect(page).toHaveURL(/[?&]status=failed/);
  await expect(desk.rows.first()).toContainText("Failed");
  await page.reload();
  await expect(desk.status).toHaveValue("failed");
  await expect(desk.rows.first()).toContainText("Failed");
  await page.goBack();
  await expect(desk.status).toHaveValue("");
});

test("the next page begins after the last row of the page before", async ({ page }) => {
  const desk = new SessionsPage(page);
  await desk.goto();
  await expect(desk.rows).toHaveCount(50);
  const ids = async () =>
    await desk.rows.getByRole("link").evaluateAll((links) => links.map((one) => one.textContent));
  const first = await ids();
  await page.getByRole("button", { name: "Next page" }).click();
  await expect(page).toHaveURL(/after=vs_/);
  await expect(desk.table).toHaveAttribute("aria-busy", "false");
  const second = await ids();
  expect(second.filter((id) => first.includes(id))).toEqual([]);
});

test("filters that leave nothing say so and can be cleared at once", async ({ page }) => {
  await page.goto(`${routes.sessions()}?from=2030-01-01`);
  await expect(page.getByText("No session fits these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(new SessionsPage(page).rows.first()).toBeVisible();
});

test("a middle click opens the session in a tab of its own", async ({ page, context }) => {
  const desk = new SessionsPage(page);
  await desk.goto();
  const opened = context.waitForEvent("page");
  await desk.rows
    .nth(1)
    .getByRole("link")
    .click({ button: "middle", position: { x: 20, y: 10 } });
  await expect(await opened).toHaveURL(/\/sessions\/vs_\w{64}$/);
});

test("a broken filter in a link is forgiven by the page and refused by the API", async ({
  page,
}) => {
  await page.goto(`${routes.sessions()}?status=bogus&from=not-a-day`);
  await expect(new SessionsPage(page).rows.first()).toBeVisible();
  const answer = await page.request.get(routes.api.sessions("status=bogus"));
  expect(answer.status()).toBe(400);
  expect((await answer.json()).error.code).toBe("INVALID_REQUEST");
});
