import { expectAccessible } from "./fixtures/axe";
import { makeRun } from "./fixtures/run-of-sessions";
import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";

// Each test waits until the index has what it made, for which a busy machine may take its time.
test.describe.configure({ timeout: 150_000 });

test("at 320 px nothing is cut off sideways, and a session opens from its card", async ({
  page,
  sandbox,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const run = await makeRun(sandbox, page.request, 40);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  const [id = ""] = run.ids;
  await expect(list.row(id)).toBeVisible();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(320);
  await page.getByRole("button", { name: /^Filters/ }).click();
  await expect(list.filter("Status", "Failed")).toBeVisible();
  expect(await width()).toBe(320);
  await page.getByRole("button", { name: /^Filters/ }).click();
  expect(await list.allIds(40)).toEqual(run.ids);
  await page.evaluate(() => window.scrollTo(0, 0));
  await list.link(id).click({ position: { x: 150, y: 60 } });
  await expect(new SessionPage(page).facts).toContainText(id);
});

test("at 320 px the list is narrowed to a value of a card, without a pointer", async ({
  page,
  sandbox,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const run = await makeRun(sandbox, page.request, 9);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(list.rows).toHaveCount(9);
  const failed = list.rows.filter({ hasText: "Failed" }).first();
  await failed.getByRole("button", { name: /^Peek/ }).click();
  await list.peek.getByRole("button", { name: "Failed", exact: true }).click();
  await expect(list.chips).toHaveText([/status: failed/]);
  await expect(list.rows).toHaveCount(3);
  await expect(list.peek).toHaveCount(0);
});

test("the head of the table stays right under the bar, however tall the bar has become", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 60);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.allIds(40);
  const bottomOfBar = async () => {
    const box = await page.getByRole("banner").boundingBox();
    return (box?.y ?? 0) + (box?.height ?? 0);
  };
  const topOfHead = async () => (await list.table.locator("thead").boundingBox())?.y ?? -1;
  expect(await topOfHead()).toBeCloseTo(await bottomOfBar(), 0);
  const before = await bottomOfBar();
  await page.getByRole("banner").evaluate((bar) => {
    bar.style.paddingBottom = "40px";
  });
  await expect.poll(bottomOfBar, { message: "the bar has grown" }).toBeGreaterThan(before);
  await expect
    .poll(async () => Math.abs((await topOfHead()) - (await bottomOfBar())))
    .toBeLessThan(1);
});

test("axe finds nothing on the list in any look, whatever is open on it", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 12);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await expect(list.rows.first()).toBeVisible();
  await expect(list.views.getByRole("link").first()).toBeVisible();
  await expectAccessible(page, "the list");

  await page.keyboard.press("j");
  await page.keyboard.press(" ");
  await expect(list.peek).toContainText("What to tell the customer");
  await expectAccessible(page, "with a peek");
  await page.keyboard.press("Escape");

  await list.search.press("End");
  await list.search.press("Space");
  await expect(list.suggestions).toBeVisible();
  await expectAccessible(page, "with suggestions");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Columns" }).click();
  await expect(page.getByRole("button", { name: "Compact" })).toBeVisible();
  await expectAccessible(page, "with the columns menu");
  await page.keyboard.press("Escape");

  await list.goto("statsu:failed nfc:9");
  await expect(page.getByText("These counters go from 0 to 3")).toBeVisible();
  await expectAccessible(page, "not understood");
  await list.goto(`${run.word} status:expired`);
  await expect(page.getByText("No session fits this search.")).toBeVisible();
  await expectAccessible(page, "nothing found");
});
