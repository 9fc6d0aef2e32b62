import type { Locator, Request } from "@playwright/test";
import { routes } from "@/lib/routes";
import { makeRun } from "./fixtures/run-of-sessions";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionsPage } from "./pages/sessions-page";

// Each test waits until the index has what it made, for which a busy machine may take its time.
test.describe.configure({ timeout: 150_000 });

const PASTED_IN_FLIGHT_MAX = 6;

test("the list says how much of it is shown, and as of when it is complete", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 3);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(page.getByText("All 3", { exact: true })).toBeVisible();
  await expect(page.getByText(/^complete as of \d\d:\d\d:\d\d$/)).toBeVisible();
});

test("the pointer on a value brings up a button beside it that filters by it, and hides nothing", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 9);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  const row = list.rows.filter({ hasText: "Failed" }).first();
  for (const { value, name } of [
    { value: "0/3", name: "Only NFC 0 of 3" },
    { value: "3/3", name: "Only Liveness 3 of 3" },
    { value: "Failed", name: "Only Failed" },
  ]) {
    const text = row.getByText(value, { exact: true });
    const button = row.getByRole("button", { name });
    await expect(button).toHaveCSS("opacity", "0");
    const { x, y, width, height } = await boxOf(text);
    await page.mouse.move(x + width / 2, y + height / 2);
    await expect(button).toHaveCSS("opacity", "1");
    expect((await boxOf(button)).x, "the value is in sight").toBeGreaterThanOrEqual(x + width - 1);
    await page.mouse.move(0, 0);
  }
  const { x, y } = await boxOf(row.getByText("Failed", { exact: true }));
  await page.mouse.move(x + 5, y + 5);
  await row.getByRole("button", { name: "Only Failed" }).click();
  await expect(list.chips).toHaveText([/status: failed/]);
  await expect(list.rows).toHaveCount(3);
});

test("a click on a value opens the row that it is in", async ({ page, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 3);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  const { x, y } = await boxOf(
    list
      .row(run.ids[1] ?? "")
      .getByText(/^\d\/3$/)
      .first(),
  );
  await page.mouse.click(x + 3, y + 3);
  await expect(page).toHaveURL(new RegExp(`/sessions/${run.ids[1]}$`));
});

test("all ids are copied, in the order of the list, loaded or not", async ({ page, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 180);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await page.getByRole("button", { name: "Copy all 180 ids" }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n")).toEqual(run.ids);
});

test("all ids are copied while the list is still being read for the viewer's own zone", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 120);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  // A first visit is painted in UTC; the first page for the browser's zone is kept from it.
  const isFirstPage = ({ pathname, searchParams }: URL) =>
    pathname === routes.api.sessions() &&
    !searchParams.has("cursor") &&
    searchParams.get("limit") !== "0";
  await page.route(isFirstPage, async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest((request) => isFirstPage(new URL(request.url())));
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await asked;
  await page.getByRole("button", { name: "Copy all 120 ids" }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n")).toEqual(run.ids);
  letGo();
});

test("a list with nothing in it fills by itself", async ({ page, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 1);
  const list = new SessionsPage(page);
  await list.goto(`${run.word} status:cancelled`);
  await expect(page.getByText("No session fits this search.")).toBeVisible();
  const id = await run.addNewest({ status: "cancelled", completed_at: new Date().toISOString() });
  await expect(list.link(id)).toBeVisible({ timeout: 20_000 });
});

test("rows in sight are kept true whatever page of the list they came with", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 120);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.allIds(120);
  // The last row of the first page and the first of the second, on one screen.
  const [before = "", after = ""] = run.ids.slice(49, 51);
  await list.scrollToRow(50);
  await expect(list.row(before)).toBeVisible();
  const ended = { status: "cancelled", completed_at: new Date().toISOString() };
  await sandbox.set(before, ended);
  await sandbox.set(after, ended);
  await expect(list.row(before)).toContainText("Cancelled", { timeout: 20_000 });
  await expect(list.row(after)).toContainText("Cancelled", { timeout: 20_000 });
});

test.describe("while the desk cannot be reached", () => {
  test.use({ expectedConsole: [/net::ERR_INTERNET_DISCONNECTED/] });

  test("a search says that it failed, not that nothing was found, and can be tried again", async ({
    page,
    context,
    sandbox,
  }) => {
    const run = await makeRun(sandbox, page.request, 3);
    const list = new SessionsPage(page);
    await list.goto();
    await context.setOffline(true);
    await list.searchFor(run.word);
    await expect(page.getByRole("heading", { name: "The desk cannot be reached." })).toBeVisible();
    await expect(page.getByText("No session fits this search.")).toHaveCount(0);
    await context.setOffline(false);
    await page.getByRole("button", { name: "Try now" }).click();
    await expect(list.rows).toHaveCount(3);
  });
});

test.describe("many pasted ids", () => {
  test.use({ expectedConsole: [failedToLoad(404)] });

  test("are read a few at once, in their order, with those not found in their place", async ({
    page,
    sandbox,
  }) => {
    const run = await makeRun(sandbox, page.request, 30);
    const missing = `vs_${"n".repeat(64)}`;
    const ids = [...run.ids.slice(0, 12), missing, ...run.ids.slice(12)];
    let inFlight = 0;
    let most = 0;
    const isRead = (url: string) => /\/api\/sessions\/vs_/.test(url);
    page.on("request", (request) => {
      if (isRead(request.url())) most = Math.max(most, ++inFlight);
    });
    const end = (request: Request) => {
      if (isRead(request.url())) inFlight--;
    };
    page.on("requestfinished", end);
    page.on("requestfailed", end);
    await sandbox.fault({ kind: "latency", latencyMs: 300, pathPrefix: "/v1/sessions/vs_" });
    const list = new SessionsPage(page);
    await page.goto(routes.sessionsById(ids));
    await expect(page.getByText(/30 of 31 found.*; 1 not found\./)).toBeVisible({
      timeout: 30_000,
    });
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(PASTED_IN_FLIGHT_MAX);
    expect(await list.allIds(31)).toEqual(ids);
    await expect(list.row(missing)).toContainText("Not found");
    await page.getByRole("button", { name: "Copy all 31 ids" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split("\n")).toEqual(ids);
  });
});

test("by the keyboard alone: search, move, look, filter, open, and back", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 9);
  const list = new SessionsPage(page);
  await list.goto();
  await page.keyboard.press("/");
  await page.keyboard.type(run.word);
  await page.keyboard.press("Enter");
  await expect(page.getByText("All 9", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await list.search.press("Tab");
  for (let presses = 0; presses < 60 && !(await list.focusedId()); presses++) {
    await page.keyboard.press("Tab");
  }
  expect(await list.focusedId(), "Tab comes to the first row").toBe(run.ids[0]);
  await page.keyboard.press("j");
  await expect.poll(() => list.focusedId()).toBe(run.ids[1]);
  await page.keyboard.press(" ");
  await expect(list.peek).toContainText(run.ids[1] ?? "");
  await page.keyboard.press("Escape");
  await expect(list.peek).toHaveCount(0);
  await page.keyboard.press("Tab");
  const focused = page.locator(":focus");
  await expect(focused, "what filters by a value is a stop of its row").toHaveText(/^Only /);
  await page.keyboard.press("Enter");
  await expect(list.chips).toHaveCount(1);
  await expect(list.rows).toHaveCount(3);
  await page.keyboard.press("j");
  await expect.poll(() => list.focusedId()).not.toBeNull();
  const id = await list.focusedId();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/sessions/${id}$`));
  await page.goBack();
  await expect.poll(() => list.focusedId()).toBe(id);
});

async function boxOf(one: Locator) {
  const box = await one.boundingBox();
  if (!box) throw new Error("It is not in the page.");
  return box;
}
