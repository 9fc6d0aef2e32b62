import { makeRun, waitUntilIndexed } from "./fixtures/run-of-sessions";
import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";

// Each test waits until the index has what it made, for which a busy machine may take its time.
test.describe.configure({ timeout: 150_000 });

test("the list is newest first, row by row, over 300 sessions that Kayle gives at random", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 300);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(page.getByText("Newest 50 of 300")).toBeVisible();
  expect(await list.allIds(300)).toEqual(run.ids);
  await expect(page.getByText("All 300", { exact: true })).toBeVisible();
  expect(await list.rows.count(), "rows in the page").toBeLessThan(80);
  await expect(list.table).toHaveAttribute("aria-rowcount", "301");
});

test("Back brings back the filters, the scroll to within 8 px and the focus", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 200);
  const list = new SessionsPage(page);
  await list.goto(`${run.word} -status:expired`);
  await list.allIds(150);
  const id = (await list.idsInSight()).at(12) ?? "";
  await list.link(id).focus();
  const scroll = await list.scrollTop();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/sessions/${id}$`));
  await expect(new SessionPage(page).headline).toBeVisible();

  await page.goBack();
  await expect(list.chips).toHaveText([/not status: expired/]);
  await expect.poll(() => list.focusedId()).toBe(id);
  expect(Math.abs((await list.scrollTop()) - scroll)).toBeLessThanOrEqual(8);

  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/sessions/${id}$`));
  await page.reload();
  await list.untilOpen();
  await page.goBack();
  await expect.poll(() => list.focusedId(), "also over a reload").toBe(id);
  expect(Math.abs((await list.scrollTop()) - scroll)).toBeLessThanOrEqual(8);
});

test("Back from one search to another brings back the place in the first", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 120);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.allIds(60);
  const scroll = await list.scrollTop();
  await list.filter("Status", "Failed").click();
  await expect(page.getByText("All 40", { exact: true })).toBeVisible();
  expect(await list.scrollTop()).toBe(0);
  await page.goBack();
  await expect(list.chips).toHaveCount(0);
  await expect.poll(async () => Math.abs((await list.scrollTop()) - scroll)).toBeLessThanOrEqual(8);
});

test("a row is one real link: a middle click opens it in a tab, and the list stays", async ({
  page,
  context,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 5);
  const [, id = ""] = run.ids;
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(list.link(id)).toHaveAttribute("href", `/sessions/${id}`);
  const opened = context.waitForEvent("page");
  await list.link(id).click({ button: "middle", position: { x: 20, y: 10 } });
  const tab = await opened;
  await expect(tab).toHaveURL(new RegExp(`/sessions/${id}$`));
  await expect(new SessionPage(tab).facts).toContainText(id);
  await expect(tab.getByRole("link", { name: "Next" })).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`q=${run.word}$`));
});

test("j five times from an opened session walks the list as it was when it was opened", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 8);
  const [first = "", ...others] = run.ids;
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.link(first).click();
  const session = new SessionPage(page);
  await expect(session.facts).toContainText(first);
  await run.addNewest();

  const walked: string[] = [];
  for (const expected of others.slice(0, 5)) {
    await page.keyboard.press("j");
    await page.waitForURL(new RegExp(`/sessions/${expected}$`));
    await expect(session.facts).toContainText(expected);
    walked.push(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  }
  expect(walked).toEqual(others.slice(0, 5));
  await expect(page.getByText("6 of 8")).toBeVisible();
  await page.getByRole("link", { name: "Previous" }).click();
  await page.waitForURL(new RegExp(`/sessions/${others[3]}$`));
  await page.goBack();
  await expect(page, "one Back leads to the list").toHaveURL(new RegExp(`q=${run.word}$`));
});

test("j and k go through the list, Enter opens, and nothing happens while one types", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 8);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(list.rows).toHaveCount(8);
  for (let presses = 0; presses < 5; presses++) await page.keyboard.press("j");
  await expect.poll(() => list.focusedId()).toBe(run.ids[4]);
  await page.keyboard.press("k");
  await expect.poll(() => list.focusedId()).toBe(run.ids[3]);
  await page.keyboard.press("/");
  await expect(list.search).toBeFocused();
  await page.keyboard.type("jk");
  await expect(list.search).toHaveValue(`${run.word}jk`);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(list.search).toHaveValue(run.word);
  await list.link(run.ids[3] ?? "").focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/sessions/${run.ids[3]}$`));
});

test("two browsers with one address see one list", async ({ page, browser, stateOf, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 60);
  const list = new SessionsPage(page);
  await list.goto(`${run.word} -status:succeeded`);
  await expect(list.rows.first()).toBeVisible();
  await list
    .link(run.ids.at(-1) ?? "")
    .or(list.rows.first())
    .first()
    .waitFor();

  const context = await browser.newContext({
    storageState: await stateOf("viewer"),
    timezoneId: "Asia/Tokyo",
    colorScheme: "dark",
  });
  const other = new SessionsPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.chips).toHaveText([/not status: succeeded/]);
  const count = 40;
  expect(await other.allIds(count)).toEqual(await list.allIds(count));
  await context.close();
});

test("on a first visit, whose zone nobody knows yet, the rows that were painted never go", async ({
  browser,
  stateOf,
  sandbox,
  request,
}) => {
  const run = await makeRun(sandbox, request, 6);
  const context = await browser.newContext({
    storageState: await stateOf("viewer"),
    timezoneId: "Asia/Tokyo",
  });
  const list = new SessionsPage(await context.newPage());
  await list.page.addInitScript(() => {
    let most = 0;
    new MutationObserver(() => {
      const count = document.querySelectorAll("[data-row-id]").length;
      if (count < most) document.documentElement.dataset["wentTo"] = String(count);
      most = Math.max(most, count);
    }).observe(document, { childList: true, subtree: true });
  });
  await list.goto(run.word);
  await expect(list.page.getByText("UTC+9").first()).toBeVisible();
  await expect(list.rows).toHaveCount(6);
  await expect(list.page.locator("html")).not.toHaveAttribute("data-went-to");
  await context.close();
});

test("a session that comes up waits behind “1 new”, and a change shows in its row at once", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 6);
  const open = await run.addNewest({ status: "in_progress" });
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(list.row(open)).toContainText("In progress");
  const before = await list.idsInSight();
  const top = (await list.row(open).boundingBox())?.y;

  const newest = await run.addNewest();
  await expect(list.showNew).toHaveText(/^1 new/);
  await sandbox.set(open, { status: "succeeded", completed_at: new Date().toISOString() });
  await expect(list.row(open)).toContainText("Succeeded", { timeout: 20_000 });
  expect(await list.idsInSight(), "no row came or went").toEqual(before);
  expect((await list.row(open).boundingBox())?.y, "no row moved").toBe(top);

  await list.showNew.click();
  await expect(list.rows).toHaveCount(8);
  expect((await list.idsInSight())[0]).toBe(newest);
  await expect(list.showNew).toHaveCount(0);
});

test("a row that no longer fits the search stays where it is and says so", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 9);
  const list = new SessionsPage(page);
  await list.goto(`${run.word} is:open`);
  await expect(list.rows).toHaveCount(3);
  const [, middle = ""] = await list.idsInSight();
  await sandbox.set(middle, { status: "succeeded", completed_at: new Date().toISOString() });
  await expect(list.row(middle)).toContainText("Succeeded", { timeout: 20_000 });
  await expect(list.row(middle)).toContainText("No longer fits the search");
  await expect(list.rows).toHaveCount(3);
});

test("Space peeks without leaving the list, j takes the peek along, Escape closes it", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 6);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(list.rows).toHaveCount(6);
  await page.keyboard.press("j");
  await page.keyboard.press(" ");
  await expect(page).toHaveURL(new RegExp(`peek=${run.ids[0]}`));
  await expect(list.peek.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await expect(list.peek).toContainText("What to tell the customer");
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(`peek=${run.ids[1]}`));
  await expect(list.peek).toContainText(run.ids[1] ?? "");
  expect(await list.focusedId()).toBe(run.ids[1]);
  await page.reload();
  await expect(list.peek, "the peek is in the address").toContainText(run.ids[1] ?? "");
  await page.keyboard.press("Escape");
  await expect(list.peek).toHaveCount(0);
  await expect(page).not.toHaveURL(/peek/);
});

test("Escape right after j closes the peek for good", async ({ page, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 6);
  const list = new SessionsPage(page);
  await page.clock.install();
  await list.goto(run.word);
  await expect(list.rows).toHaveCount(6);
  await page.keyboard.press("j");
  await page.keyboard.press(" ");
  await expect(list.peek).toContainText(run.ids[0] ?? "");
  await page.keyboard.press("j");
  await page.keyboard.press("Escape");
  await page.clock.runFor(2_000);
  await expect(list.peek).toHaveCount(0);
  await expect(page).not.toHaveURL(/peek/);
});

test("chips and text are one search: a suggestion, a change, a removal, a facet", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 30);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(page.getByText("All 30", { exact: true })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.press("End");
  await page.keyboard.type(" sta");
  await expect(list.suggestions.getByRole("option").first()).toHaveText(/^status:/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("fai");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(list.chips).toHaveText([/status: failed/]);
  await expect(list.search).toHaveValue(run.word);
  await expect(page.getByText("All 10", { exact: true })).toBeVisible();
  await expect(list.filter("Status", "Failed")).toHaveAttribute("aria-pressed", "true");

  await list.filter("Status", "Succeeded").click();
  await expect(list.chips).toHaveText([/status: failed, succeeded/]);
  await expect(page.getByText("All 20", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: /^Remove the filter Status/ }).click();
  await expect(list.chips).toHaveCount(0);
  await expect(page.getByText("All 30", { exact: true })).toBeVisible();
});

test("what is not understood says where and why, lists nothing, and is mended by one click", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 3);
  const list = new SessionsPage(page);
  await list.goto();
  await list.searchFor(`${run.word} statsu:failed`);
  await expect(page.getByText("“statsu” is not something to search by.")).toBeVisible();
  await expect(page.getByText("Nothing is listed until the search is understood.")).toBeVisible();
  await expect(list.rows).toHaveCount(0);
  await expect(list.search).toHaveAttribute("aria-invalid", "true");
  await expect(list.search).toHaveAccessibleDescription(/At character 17: .*statsu/);
  await page.getByRole("button", { name: "Use status" }).click();
  await expect(list.chips).toHaveText([/status: failed/]);
  await expect(list.search).toHaveAttribute("aria-invalid", "false");
  await expect(list.rows).toHaveCount(1);
});

test("nothing found says what to take away", async ({ page, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 3);
  const list = new SessionsPage(page);
  await list.goto(`${run.word} status:expired`);
  await expect(page.getByText("No session fits this search.")).toBeVisible();
  await page.getByRole("button", { name: "Without status: expired" }).click();
  await expect(list.rows).toHaveCount(3);
});

test("a secret pasted into the search field leaves neither the field nor the browser", async ({
  page,
}) => {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  const list = new SessionsPage(page);
  await list.goto();
  await list.searchFor("order cancel_token=planted_secret_4712");
  await expect(page).toHaveURL(/q=/);
  expect(await list.search.inputValue()).not.toContain("planted_secret");
  expect(page.url()).not.toContain("planted_secret");
  expect(sent.filter((one) => one.includes("planted_secret"))).toEqual([]);
});

test("columns, their order and the height of rows stay as the person set them", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 3);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(list.rows).toHaveCount(3);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Failure", exact: true }).uncheck();
  await page.getByRole("button", { name: "Move NFC failures up" }).click();
  await page.getByRole("checkbox", { name: "Redirect host", exact: true }).check();
  await page.getByRole("button", { name: "Compact" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(list.table.getByRole("columnheader")).toHaveText([
    "NFC",
    "Status",
    "Liveness",
    "Created",
    "Ended",
    "Asked",
    "Reference",
    "Id",
    "Redirect host",
    "Peek",
  ]);
  expect((await list.rows.first().boundingBox())?.height).toBe(32);
});

test("the address of an id that a filter would hide still shows it", async ({ page, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 3);
  const [id = ""] = run.ids;
  const list = new SessionsPage(page);
  await list.goto();
  await list.searchFor(`status:expired ${id}`);
  await expect(list.link(id)).toBeVisible();
  await expect(page.getByText("Everything else in it is set aside.")).toBeVisible();
  await waitUntilIndexed(page.request, id, 1);
});

test("the address of an id beside words that are not understood still shows it", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 2);
  const [id = ""] = run.ids;
  const list = new SessionsPage(page);
  await list.goto(`stats:failed ${id}`);
  await expect(list.link(id)).toBeVisible();
  await expect(list.rows).toHaveCount(1);
  await expect(page.getByText("Everything else in it is set aside.")).toBeVisible();
});

test("a view that a lead saves for the team is there for others, and its link shows the same list", async ({
  browser,
  stateOf,
  sandbox,
  request,
}) => {
  const run = await makeRun(sandbox, request, 9);
  const q = `${run.word} status:failed`;
  const context = await browser.newContext({ storageState: await stateOf("lead") });
  const lead = new SessionsPage(await context.newPage());
  await lead.goto(q);
  await lead.saveView(`Failed ${run.word}`, "For the whole team");
  await expect(lead.view(`Team: Failed ${run.word}`)).toHaveAttribute("aria-current", "page");

  const other = await browser.newContext({ storageState: await stateOf("viewer") });
  const viewer = new SessionsPage(await other.newPage());
  await viewer.page.goto(lead.page.url());
  await expect(viewer.chips).toHaveText([/status: failed/]);
  await expect(viewer.rows).toHaveCount(3);
  expect(await viewer.idsInSight()).toEqual(await lead.idsInSight());
  await viewer.goto();
  await viewer.view(`Team: Failed ${run.word}`).click();
  await expect(viewer.chips).toHaveText([/status: failed/]);
  await expect(viewer.rows).toHaveCount(3);
  await expect(viewer.page.getByRole("button", { name: "Delete view" })).toHaveCount(0);

  await lead.page.getByRole("button", { name: "Delete view" }).click();
  await lead.page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(lead.view(`Team: Failed ${run.word}`)).toHaveCount(0);
  await other.close();
  await context.close();
});

test("a view of one's own is nobody else's, and an agent cannot save one for the team", async ({
  page,
  sandbox,
  browser,
  stateOf,
}) => {
  const run = await makeRun(sandbox, page.request, 3);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.saveView(`Mine ${run.word}`);
  await expect(list.view(`Mine ${run.word}`)).toBeVisible();
  await page.reload();
  await expect(list.view(`Mine ${run.word}`)).toContainText("3");

  const other = await browser.newContext({ storageState: await stateOf("lead") });
  const lead = new SessionsPage(await other.newPage());
  await lead.goto();
  await expect(lead.view(`Mine ${run.word}`)).toHaveCount(0);
  await other.close();
});
