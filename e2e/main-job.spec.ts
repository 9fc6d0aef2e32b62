import { ERROR_CODES } from "@/lib/contracts/error-codes";
import { routes } from "@/lib/routes";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";

test("a pasted link opens its session in three keystrokes, and its token never leaves the box", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.notable("failed-nfc-third");
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url() + (request.postData() ?? "")));
  const desk = new SessionsPage(page);
  await desk.goto();

  await desk.pasteIntoLookup(`https://verify.kayle.id/${id}?cancel_token=planted_secret_4711`);
  await expect(desk.lookupAnswer).toContainText("One session id found.");
  await expect(desk.lookupAnswer).toContainText("A cancel token was cut out");
  await expect(desk.lookup).not.toHaveValue(/planted_secret_4711/);
  await page.keyboard.press("Enter");

  const session = new SessionPage(page);
  await expect(page).toHaveURL(new RegExp(`/sessions/${id}$`));
  await expect(session.headline).toContainText("third chip failure ended the session");
  await expect(desk.lookupAnswer).toContainText("A cancel token was cut out");
  expect(sent.filter((one) => one.includes("planted_secret_4711"))).toEqual([]);
});

test.describe("with an access log that cannot be written", () => {
  test.use({ expectedConsole: [failedToLoad(503)] });

  test("a pasted id opens nothing, and the box says why and keeps the text", async ({
    page,
    sandbox,
  }) => {
    const { message, hint, status } = ERROR_CODES.AUDIT_UNAVAILABLE;
    const error = { code: "AUDIT_UNAVAILABLE", message, hint, requestId: "req_1" };
    await page.route(`**${routes.api.lookups()}`, (route) =>
      route.fulfill({ status, json: { data: null, error, meta: {} } }),
    );
    const desk = new SessionsPage(page);
    await desk.goto();
    const id = await sandbox.notable("succeeded");
    await desk.pasteIntoLookup(id);
    await page.keyboard.press("Enter");
    await expect(desk.lookupAnswer).toContainText(message);
    await expect(desk.lookup).toHaveValue(id);
    await expect(page).not.toHaveURL(new RegExp(id));

    await page.unroute(`**${routes.api.lookups()}`);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/sessions/${id}$`));
  });
});

test("the answer, both counters and the time stand on the first screen of a small laptop", async ({
  page,
  sandbox,
}) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("failed-nfc-third"));
  for (const part of [
    session.headline,
    session.nfc,
    session.liveness,
    session.verdict.getByText(/^Ended \d/),
    session.guidance,
  ]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
});

test("the first paint already holds the session, before any script has run", async ({
  browser,
  stateOf,
  sandbox,
}) => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await stateOf("agent"),
  });
  const session = new SessionPage(await context.newPage());
  await session.goto(await sandbox.notable("failed-face-mismatch"));
  await expect(session.headline).toBeVisible();
  await expect(session.liveness).toContainText("3 of 3 failures used");
  await context.close();
});

test.describe("with an id that Kayle does not know", () => {
  test.use({ expectedConsole: [failedToLoad(404)] });

  test("a whole e-mail with several broken ids becomes a table in the order of the text", async ({
    page,
    sandbox,
  }) => {
    const first = await sandbox.notable("succeeded");
    const second = await sandbox.notable("failed-liveness-third");
    const unknown = `vs_${"0".repeat(64)}`;
    const desk = new SessionsPage(page);
    await desk.goto();

    await desk.pasteIntoLookup(
      `> It failed twice:\n> ${second.slice(0, 40)}=\n${second.slice(40)},\n> then "${unknown}" and <${first}>.`,
    );
    await expect(desk.lookupAnswer).toContainText("3 session ids found.");
    await page.keyboard.press("Enter");

    await expect(desk.rows).toHaveCount(3);
    await expect(desk.rows.nth(0)).toContainText("Failed");
    await expect(desk.rows.nth(1)).toContainText("Not found");
    await expect(desk.rows.nth(2)).toContainText("Succeeded");
    await expect(page.getByText(/^2 of 3 found, in the order of what was pasted/)).toBeVisible();
    await desk.link(second).click();
    await expect(page).toHaveURL(new RegExp(`/sessions/${second}$`));
  });
});

test("a near miss says what is wrong with it and keeps what was pasted", async ({ page }) => {
  const desk = new SessionsPage(page);
  await desk.goto();
  const tooLong = `vs_${"a".repeat(66)}`;
  await desk.pasteIntoLookup(tooLong);
  await expect(desk.lookupAnswer).toContainText("66 characters after vs_, 64 expected");
  await page.keyboard.press("Enter");
  await expect(desk.lookup).toHaveValue(tooLong);
});

test("one key copies the answer for the customer, in the language last chosen", async ({
  page,
  sandbox,
}) => {
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("failed-face-mismatch"));
  await session.untilOpen();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());

  await page.keyboard.press("c");
  await expect(session.guidance.getByText("Copied").first()).toBeVisible();
  const english = await copied();
  await expect(session.guidance).toContainText(english);

  await session.guidance.getByRole("button", { name: "Français" }).click();
  await page.reload();
  await session.untilOpen();
  await page.keyboard.press("c");
  await expect(session.guidance.getByText("Copied").first()).toBeVisible();
  const french = await copied();
  expect(french).not.toBe(english);
  await expect(session.guidance.locator("[lang=fr]").last()).toContainText(french);
});

test("a single key copies nothing while one types, or when single keys are turned off", async ({
  page,
  sandbox,
}) => {
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("succeeded"));
  await page.evaluate(() => navigator.clipboard.writeText("untouched"));

  await session.lookup.fill("");
  await session.lookup.press("c");
  await session.lookup.press("Escape");
  await session.openMenu();
  await page.getByRole("menuitemradio", { name: "Off" }).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("untouched");
});

test("every time on the page is in one named zone, and one button switches all of them", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({
    status: "failed",
    failure_code: "liveness_failed",
    liveness_tries_used: 3,
    created_at: "2026-11-20T10:00:00.000Z",
    completed_at: "2026-11-20T10:20:00.000Z",
  });
  const session = new SessionPage(page);
  await session.goto(id);
  await expect(session.facts).toContainText("20 Nov 2026, 11:20:00");
  await expect(session.timeline).toContainText("11:20:00");
  await session.zoneSwitch.click();
  await expect(session.facts).toContainText("20 Nov 2026, 10:20:00");
  await expect(session.timeline).toContainText("10:20:00");
  await expect(page.getByText("11:20:00")).toHaveCount(0);
});
