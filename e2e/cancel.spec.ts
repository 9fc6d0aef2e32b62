import { routes } from "@/lib/routes";
import { DEMO } from "./fixtures/servers";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

test("cancelling a running session shows what Kayle's record says afterwards", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.cancel("The customer asked for it");
  await expect(page.getByText("The session is cancelled.")).toBeVisible();
  await expect(session.verdict).toContainText("Cancelled");
  await expect(session.cancelButton).toHaveCount(0);
});

test.describe("with the page's own reads held up", () => {
  test.use({ expectedConsole: [/Failed to load resource/] });

  test("cancelling one that has just succeeded says that nothing was cancelled", async ({
    page,
    sandbox,
  }) => {
    const id = await sandbox.create({ status: "in_progress" });
    const session = new SessionPage(page);
    await session.goto(id);
    await session.giveReason("Opened twice");
    // The page may not see the end before the cancel is sent: its own reads are held up.
    await page.route(`**${routes.api.session(id)}`, (route) => route.abort());
    await sandbox.set(id, { status: "succeeded" });
    await session.confirmCancel();
    await expect(page.getByText(/Nothing was cancelled: .*succeeded/)).toBeVisible();
    await expect(session.headline).toContainText("succeeded");
  });
});

test("the receipt comes and takes the focus, also when a read shows the cancel first", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**${routes.api.cancelSession(id)}`, async (route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  await session.cancel("Slow line");
  await expect(page.getByText("The session has ended meanwhile")).toBeVisible();
  release();
  await expect(page.getByText("The session is cancelled.")).toBeVisible();
  await expect(page.locator("#cancel-receipt")).toBeFocused();
});

test("a reason is needed, and Escape leaves the session as it is", async ({ page, sandbox }) => {
  const id = await sandbox.create({ status: "created" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.cancelButton.click();
  await expect(page.getByRole("button", { name: "Continue" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(session.cancelButton).toBeFocused();
});

test("it takes two deliberate steps: Enter twice in a row cancels nothing", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.giveReason("Opened twice");
  await expect(page.getByRole("button", { name: "Back" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Why is it cancelled?")).toHaveValue("Opened twice");
  await page.keyboard.press("Escape");
  await expect(session.verdict).toContainText("In progress");
});

test("the receipt and the timeline say who cancelled, when and why", async ({ page, sandbox }) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.cancel("Opened it twice");
  await expect(page.locator("#cancel-receipt")).toContainText(
    /Asked by .+ at \d\d:\d\d:\d\d: “Opened it twice”\. The access log keeps it\./,
  );
  await expect(session.timeline).toContainText(/Cancel asked for by/);
  await expect(session.timeline).toContainText("Opened it twice");
  await expect(session.timeline).toContainText("Staff · this ended it");
});

test.describe("when there is nothing left to cancel", () => {
  test.use({ expectedConsole: [failedToLoad(404)] });

  test("the reason that was typed is kept and the dialog says what happened", async ({
    page,
    sandbox,
  }) => {
    const id = await sandbox.create({ status: "created" });
    const session = new SessionPage(page);
    await session.goto(id);
    await session.giveReason("Wrong customer");
    await sandbox.remove(id);
    await session.confirmCancel();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("alert")).toContainText("Kayle knows no such session.");
    await expect(dialog.getByRole("alert")).toContainText(/request req_\w+/);
    await expect(dialog.getByText("Wrong customer")).toBeVisible();
    await dialog.getByRole("button", { name: "Back" }).click();
    await expect(page.getByLabel("Why is it cancelled?")).toHaveValue("Wrong customer");
  });
});

test.describe("a viewer", () => {
  test.use({ as: "viewer" });

  test("sees no way to cancel, and a direct request is refused", async ({ page, sandbox }) => {
    const id = await sandbox.create({ status: "in_progress" });
    const session = new SessionPage(page);
    await session.goto(id);
    await expect(session.verdict).toContainText("In progress");
    await expect(session.cancelButton).toHaveCount(0);

    const answer = await page.request.post(routes.api.cancelSession(id), {
      data: { reason: "trying" },
      headers: { origin: DEMO.url, "sec-fetch-site": "same-origin" },
    });
    expect(answer.status()).toBe(403);
    expect((await answer.json()).error.code).toBe("FORBIDDEN");
    await page.reload();
    await expect(session.verdict).toContainText("In progress");
  });
});

test("a cancel from another site is refused", async ({ page, sandbox }) => {
  const id = await sandbox.create({ status: "in_progress" });
  const answer = await page.request.post(routes.api.cancelSession(id), {
    data: { reason: "forged" },
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  });
  expect(answer.status()).toBe(403);
  expect((await answer.json()).error.code).toBe("CROSS_ORIGIN");
});
