import { routes } from "@/lib/routes";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

test("each step of a running check appears on the open page without a reload", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "created" });
  const session = new SessionPage(page);
  await session.goto(id);
  await expect(session.verdict).toContainText("Created");

  await sandbox.set(id, { status: "in_progress", nfc_tries_used: 1 });
  await expect(session.nfc).toContainText("1 of 3 failures used");
  await sandbox.set(id, {
    status: "failed",
    nfc_tries_used: 3,
    failure_code: "document_chip_authentication_failed",
  });
  await expect(session.headline).toContainText("third chip failure ended the session");
  await expect(session.timeline).toContainText("Third chip failure");
});

test("an ended session is never read again by its page", async ({ page, sandbox }) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await page.clock.install();
  await session.goto(id);
  await sandbox.set(id, { status: "succeeded" });
  await expect(session.headline).toContainText("succeeded");
  const reads: string[] = [];
  page.on("request", (request) => {
    // Whether it was told to webhooks is another question, which is asked on.
    if (new URL(request.url()).pathname === routes.api.session(id)) reads.push(request.url());
  });
  await page.clock.runFor(5 * 60_000);
  // Whatever the page has asked for by now was asked for before this.
  await page.evaluate((path) => fetch(path), routes.api.ready());
  expect(reads).toEqual([]);
});

test.describe("a session that Kayle deletes while it is open", () => {
  test.use({ expectedConsole: [failedToLoad(404)] });

  test("is no longer shown as running, and cannot be cancelled", async ({ page, sandbox }) => {
    const id = await sandbox.create({ status: "in_progress" });
    const session = new SessionPage(page);
    await session.goto(id);
    await expect(session.cancelButton).toBeVisible();
    await sandbox.remove(id);
    await expect(session.headline).toHaveText("Kayle no longer knows this session.");
    await expect(session.guidance).toHaveCount(0);
    await expect(session.cancelButton).toHaveCount(0);
    await expect(session.facts).toContainText(id);
  });
});

test.describe("a session that is not there", () => {
  test.use({ expectedConsole: [failedToLoad(404)] });

  test("answers 404 and says which three cases look the same", async ({ page }) => {
    const answer = await page.goto(routes.session(`vs_${"0".repeat(64)}`));
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "Kayle knows no session with this id.",
    );
    await expect(page.getByRole("main")).toContainText("ended more than 30 days ago");
  });

  test("with a malformed id says where the id is wrong, without asking Kayle", async ({ page }) => {
    const answer = await page.goto(routes.session(`vs_${"a".repeat(66)}`));
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("main")).toContainText("66 characters after vs_, 64 expected");
  });
});
