import type { Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { getAccount, REAL_ACCOUNTS } from "./fixtures/accounts";
import { OwnDesk } from "./fixtures/own-desk";
import { OWN } from "./fixtures/servers";
import { signInByApi } from "./fixtures/sign-in";
import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

/** The paths of the page's calls about a session, as they are made. */
function collectCalls(page: Page, id: string): string[] {
  const paths: string[] = [];
  page.on("request", (request) => {
    const { pathname, href } = new URL(request.url());
    if (href.includes(id)) paths.push(pathname);
  });
  return paths;
}

/** What the browser does when another tab is chosen, or this one again. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    const visibilityState = { value: hidden ? "hidden" : "visible", configurable: true };
    Object.defineProperty(document, "visibilityState", visibilityState);
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, isHidden);
}

test("a session is watched from its creation to its third failure, each step once, with its origin", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "created" });
  const session = new SessionPage(page);
  await session.goto(id);
  await expect(session.verdict).toContainText("Created");

  await sandbox.set(id, { status: "in_progress" });
  await expect(session.verdict).toContainText("In progress");
  for (const used of [1, 2]) {
    await sandbox.set(id, { nfc_tries_used: used });
    await expect(session.nfc).toContainText(`${used} of 3 failures used`);
    await expect(session.onCall).toContainText(`${3 - used} of 3`);
  }
  await expect(session.onCall).toContainText("Is it them or us?");
  await expect(session.onCall).toContainText(/hour|day/);
  await expect(session.onCall).not.toContainText("Counting");
  const failure_code = "document_chip_authentication_failed";
  await sandbox.set(id, { status: "failed", nfc_tries_used: 3, failure_code });
  await expect(session.headline).toContainText("third chip failure ended the session");

  const entries = session.timeline.getByRole("listitem");
  await expect(entries.filter({ hasText: "One chip failure" })).toHaveCount(2);
  const ORIGINS = {
    Created: "Kayle’s record",
    Started: "Seen by the desk",
    "Third chip failure, session failed": "Kayle’s record",
  };
  for (const [title, origin] of Object.entries(ORIGINS)) {
    const entry = entries.filter({ has: page.getByText(title, { exact: true }) });
    await expect(entry, title).toHaveCount(1);
    await expect(entry, title).toContainText(origin);
  }
  await expect(entries.filter({ hasText: "One chip failure" }).first()).toContainText(
    "Seen by the desk",
  );
});

test("beside the session itself, a page asks only what the desk keeps, once for each step", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  await sandbox.set(id, { nfc_tries_used: 1 });
  await expect(session.nfc).toContainText("1 of 3 failures used");
  await expect(session.timeline).toContainText("One chip failure");
  const calls = collectCalls(page, id);
  await sandbox.set(id, { liveness_tries_used: 1 });
  await expect(session.liveness).toContainText("1 of 3 failures used");
  await sandbox.set(id, { liveness_tries_used: 2 });
  await expect(session.liveness).toContainText("2 of 3 failures used");
  const kept = [routes.api.observations, routes.api.activity, routes.api.whoLooked];
  const step = kept.map((toPath) => toPath(id));
  const others = () => calls.filter((path) => path !== routes.api.session(id));
  await expect.poll(() => others().toSorted()).toEqual([...step, ...step].toSorted());
});

test("a hidden tab makes no call, and is current again when it is shown", async ({
  page,
  sandbox,
}) => {
  const [id, other] = await sandbox.createMany([
    { hold: true, status: "in_progress" },
    { hold: true, status: "in_progress" },
  ]);
  const session = new SessionPage(page);
  await session.goto(id ?? "");
  await sandbox.set(id ?? "", { nfc_tries_used: 1 });
  await expect(session.nfc).toContainText("1 of 3 failures used");

  await setHidden(page, true);
  const calls: string[] = [];
  page.on("request", (request) => calls.push(request.url()));
  await sandbox.set(id ?? "", { nfc_tries_used: 2 });
  // Another page is the clock: twice a change comes through there.
  const clock = new SessionPage(await page.context().newPage());
  await clock.goto(other ?? "");
  for (const used of [1, 2]) {
    await sandbox.set(other ?? "", { nfc_tries_used: used });
    await expect(clock.nfc).toContainText(`${used} of 3 failures used`);
  }
  expect(calls).toEqual([]);
  await expect(session.nfc).toContainText("1 of 3 failures used");

  await setHidden(page, false);
  await expect(session.nfc).toContainText("2 of 3 failures used");
});

test("a row of the list changes where it stands", async ({ page, sandbox }) => {
  const [first, second] = await sandbox.createMany([
    { hold: true, status: "in_progress" },
    { hold: true, status: "in_progress" },
  ]);
  await page.goto(routes.sessionsById([first ?? "", second ?? ""]));
  const rows = page.getByRole("row");
  await expect(rows.filter({ hasText: "In progress" })).toHaveCount(2);
  await sandbox.set(second ?? "", { status: "succeeded" });
  await expect(rows.nth(2)).toContainText("Succeeded", { timeout: 15_000 });
  await expect(rows.nth(1)).toContainText("In progress");
});

test("a session that succeeded and was cancelled by a withdrawal shows both", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  await sandbox.set(id, { status: "succeeded" });
  await expect(session.headline).toContainText("succeeded");
  await expect(session.timeline).toContainText("Succeeded");

  await sandbox.set(id, { status: "cancelled" });
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(session.verdict).toContainText("Cancelled");
  await expect(session.timeline).toContainText("Succeeded");
  await expect(session.timeline).toContainText("Cancelled after the end");
  await expect(session.timeline).toContainText("do not ask them to send it again");
});

test.describe("a desk that is started anew", () => {
  test.describe.configure({ timeout: 240_000 });
  test.use({ as: null, expectedConsole: [/Failed to load resource|net::ERR_/] });

  test("ends although pages are open, and they find it again", async ({ page, sandbox }) => {
    const desk = new OwnDesk(OWN);
    try {
      await desk.start();
      const account = getAccount(REAL_ACCOUNTS, "agent");
      const { cookies } = await signInByApi(OWN.url, account);
      await page.context().addCookies(cookies);
      const id = await sandbox.create({ status: "in_progress" });
      const session = new SessionPage(page);
      await page.clock.install();
      await page.goto(OWN.url + routes.session(id));
      await sandbox.set(id, { nfc_tries_used: 1 });
      await expect(session.nfc).toContainText("1 of 3 failures used");

      await desk.stop();
      await sandbox.set(id, { nfc_tries_used: 2 });
      await desk.start();
      await session.untilReadAgain(session.nfc, "2 of 3 failures used");
      await sandbox.set(id, { status: "succeeded" });
      await session.untilReadAgain(session.headline, "succeeded");
    } finally {
      await desk.stop();
    }
  });
});
