import { makeRun } from "./fixtures/run-of-sessions";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";

// Each test waits until the index has what it made, for which a busy machine may take its time.
test.describe.configure({ timeout: 150_000 });

test("the walk goes on past the rows that were loaded when the session was opened", async ({
  page,
  sandbox,
}) => {
  const run = await makeRun(sandbox, page.request, 60);
  // Answered only once the session is open, so that the list has its first 50 rows and no more.
  const isNextPage = (url: URL) => url.searchParams.has("cursor");
  await page.route(isNextPage, () => undefined);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.allIds(48);
  await list.link(run.ids[47] ?? "").click();
  const session = new SessionPage(page);
  await expect(session.facts).toContainText(run.ids[47] ?? "");
  await expect(page.getByText("48 of 60")).toBeVisible();
  await page.unroute(isNextPage);
  await run.addNewest();

  for (const expected of run.ids.slice(49, 57)) {
    await page.keyboard.press("j");
    await page.waitForURL(new RegExp(`/sessions/${expected}$`));
    await expect(session.facts).toContainText(expected);
  }
  await expect(page.getByText("56 of 60")).toBeVisible();
});

test("keys pressed faster than pages arrive are all counted", async ({ page, sandbox }) => {
  const run = await makeRun(sandbox, page.request, 8);
  const list = new SessionsPage(page);
  await list.goto(run.word);
  await list.link(run.ids[0] ?? "").click();
  await expect(new SessionPage(page).facts).toContainText(run.ids[0] ?? "");
  for (const key of ["j", "j", "j", "j", "k"]) await page.keyboard.press(key);
  await page.waitForURL(new RegExp(`/sessions/${run.ids[3]}$`));
  await expect(new SessionPage(page).facts).toContainText(run.ids[3] ?? "");
  await expect(page.getByText("4 of 8")).toBeVisible();
});

test.describe("a session that is gone", () => {
  test.use({ expectedConsole: [failedToLoad(404)] });

  test("does not end the walk: its page says so and leads on", async ({ page, sandbox }) => {
    const run = await makeRun(sandbox, page.request, 3);
    const [first = "", gone = "", last = ""] = run.ids;
    const list = new SessionsPage(page);
    await list.goto(run.word);
    await list.link(first).click();
    const session = new SessionPage(page);
    await expect(session.facts).toContainText(first);
    await sandbox.remove(gone);
    await page.keyboard.press("j");
    await expect(session.headline).toHaveText("Kayle knows no session with this id.");
    await expect(page.getByText("2 of 3")).toBeVisible();
    await page.keyboard.press("j");
    await page.waitForURL(new RegExp(`/sessions/${last}$`));
    await expect(session.facts).toContainText(last);
    await page.goBack();
    await expect(page, "one Back leads to the list").toHaveURL(new RegExp(`q=${run.word}$`));
  });
});
