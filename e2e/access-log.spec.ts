import { readFile } from "node:fs/promises";
import { routes } from "@/lib/routes";
import { expectAccessible } from "./fixtures/axe";
import { DEMO } from "./fixtures/servers";
import { expect, test } from "./fixtures/test";
import { AccessLogPage } from "./pages/access-log-page";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";

test.describe("a lead", () => {
  test.use({ as: "lead" });

  test("finds, narrows and shares a place in the log", async ({ page }) => {
    const log = new AccessLogPage(page);
    await page.goto(routes.sessions());
    await page.getByRole("navigation", { name: "Desk" }).getByText("Access log").click();
    await expect(page.getByRole("heading", { name: "Access log" })).toBeVisible();
    await expect(log.rows.first()).toBeVisible();
    await log.filters.getByLabel("What").selectOption({ label: "Access log read" });
    await expect(page).toHaveURL(/event=log_read/);
    await expect(log.rows.first()).toContainText("read the access log");
    await expect(log.rows.filter({ hasText: "searched the list" })).toHaveCount(0);
    await log.narrow("Who", "nobody of that name");
    await expect(page.getByText("No entry fits these filters.")).toBeVisible();
    await page.goBack();
    await expect(log.rows.first()).toContainText("read the access log");
    await page.reload();
    await expect(log.filters.getByLabel("What")).toHaveValue("log_read");
  });

  test("copies who has looked at a session as a text to send on", async ({ page, sandbox }) => {
    const id = await sandbox.create({ status: "in_progress" });
    const log = new AccessLogPage(page);
    await log.goto();
    await log.narrow("Session", `<https://desk.example/sessions/${id}>`);
    await expect(page).toHaveURL(new RegExp(`session=${id}`));
    await page.getByRole("button", { name: "Copy statement" }).click();
    await expect(page.getByText("Copied").first()).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain(`Who has looked at session ${id}`);
    expect(text).toContain("Times are in Europe/Paris");
    expect(text).toContain("keeps each entry for 365 days");
  });

  test("says what is wrong with a filter, and asks nothing for it", async ({ page }) => {
    const log = new AccessLogPage(page);
    await log.goto();
    await log.narrow("Session", "vs_too_short");
    await expect(page.getByText("There is no whole session id in this.")).toBeVisible();
  });

  test("takes the log along as a file", async ({ page }) => {
    const log = new AccessLogPage(page);
    await log.goto("event=log_read");
    await expect(log.rows.first()).toBeVisible();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export CSV" }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^access-log-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), "utf8");
    expect(text).toContain('"When (Europe/Paris)"');
    expect(text).toContain('"log_read"');
    await expect(page.getByText(/^Saved as access-log-.*, with \d/)).toBeVisible();
  });

  test("exports the list as it is on the screen", async ({ page }) => {
    const list = new SessionsPage(page);
    await list.goto("status:failed");
    await expect(list.rows.first()).toBeVisible();
    const ids = await list.idsInSight();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const text = await readFile(await (await saved).path(), "utf8");
    const [head, ...rows] = text.trimEnd().split("\r\n");
    expect(head).toContain('"Created (Europe/Paris)"');
    const exported = rows.map((row) => /"(vs_\w+)"/.exec(row)?.[1] ?? "");
    // One that failed since the list was painted stands before all of it.
    const start = exported.indexOf(ids[0] ?? "");
    expect(exported.slice(start, start + ids.length)).toEqual(ids);
  });

  test("axe finds nothing and nothing scrolls sideways in any look", async ({ page }) => {
    const log = new AccessLogPage(page);
    await log.goto();
    await expect(log.rows.first()).toBeVisible();
    await expectAccessible(page);
  });
});

test("an agent is told that the log is closed to them, and finds no way to it", async ({
  page,
}) => {
  await page.goto(routes.accessLog());
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Your role may not read the access log.",
  );
  await expect(page.getByRole("table")).toHaveCount(0);
  const nav = page.getByRole("navigation", { name: "Desk" });
  await expect(nav.getByText("Sessions", { exact: true })).toBeVisible();
  await expect(nav.getByText("Access log")).toHaveCount(0);
  const answer = await page.request.get(routes.api.accessLog());
  expect(answer.status()).toBe(403);
  await page.goto(routes.sessions());
  await expect(page.getByRole("button", { name: "Export", exact: true })).toHaveCount(0);
});

test("on a phone the menu leads to the pages of one's role", async ({ page, sandbox }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("succeeded"));
  await session.openMenu();
  await page.getByRole("menuitem", { name: "Sessions" }).click();
  await expect(page).toHaveURL(DEMO.url + routes.sessions());
});

test("who looked at a session stands on its page, with the ticket they named", async ({
  page,
  browser,
  stateOf,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const other = await browser.newContext({
    baseURL: DEMO.url,
    storageState: await stateOf("lead", DEMO.url),
  });
  const theirs = new SessionPage(await other.newPage());
  const someone = await sandbox.create({ status: "in_progress" });
  await theirs.goto(someone);
  const field = theirs.page.getByLabel("Working on ticket");
  await field.fill("SUP-1182 Bearer abcdefghijklmnopqrstuvwxyz0123456789");
  await field.press("Enter");
  await expect(theirs.page.getByText("A token or key was taken out of it")).toBeVisible();
  await expect(
    theirs.page
      .getByRole("banner")
      .getByText(/SUP-1182/)
      .first(),
  ).toBeVisible();
  await theirs.goto(id);
  await expect(theirs.headline).toBeVisible();

  const mine = new SessionPage(page);
  await mine.goto(id);
  const panel = page.getByRole("region", { name: /^Who looked/ });
  const line = panel.getByRole("listitem").filter({ hasText: "SUP-1182" });
  await expect(line).toBeVisible();
  await expect(line).not.toContainText("abcdefghijklmnop");
  await expect(panel.getByText("(you)")).toBeVisible();

  await theirs.page
    .getByRole("banner")
    .getByRole("button", { name: /^No longer/ })
    .click();
  const cookies = await other.cookies();
  expect(cookies.filter(({ name }) => name === "desk-purpose")).toEqual([]);
  await other.close();
});
