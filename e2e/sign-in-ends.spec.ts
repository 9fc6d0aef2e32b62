import type { Browser, Page } from "@playwright/test";
import { routes } from "@/lib/routes";
import { findAxeViolations } from "./fixtures/axe";
import { DEMO } from "./fixtures/servers";
import { signInByApi } from "./fixtures/sign-in";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SignInPage } from "./pages/sign-in-page";

test.use({ as: "admin", expectedConsole: [failedToLoad(401)] });

const REASON = "The customer has written twice";

type Account = { id: string; email: string; password: string };

/** Somebody whose sign-ins this test may end without ending another test's. */
async function addAgent(admin: Page): Promise<Account> {
  const email = `agent-${crypto.randomUUID()}@support.example`;
  const answer = await admin.request.post(routes.api.staff(), {
    data: { name: "An agent", email, role: "agent" },
    headers: { origin: DEMO.url, "sec-fetch-site": "same-origin" },
  });
  const { data, meta } = await answer.json();
  return { id: data.id, email, password: meta.password };
}

async function endSignIns(admin: Page, { id }: Account): Promise<void> {
  const headers = { origin: DEMO.url, "sec-fetch-site": "same-origin" };
  const answer = await admin.request.post(routes.api.staffSignOut(id), { data: {}, headers });
  expect(answer.status()).toBe(200);
}

async function openAs(browser: Browser, account: Account): Promise<Page> {
  const storageState = await signInByApi(DEMO.url, account);
  const context = await browser.newContext({ storageState, baseURL: DEMO.url });
  return context.newPage();
}

test("a sign-in that ends on an open page says why, keeps what was typed and comes back to it", async ({
  page: admin,
  browser,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const agent = await addAgent(admin);
  const page = await openAs(browser, agent);
  const cancels: string[] = [];
  page.on("request", (one) => {
    if (one.method() === "POST" && one.url().includes("/cancel")) cancels.push(one.url());
  });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.cancelButton.click();
  const reason = page.getByLabel("Why is it cancelled?");
  await reason.fill(REASON);

  await endSignIns(admin, agent);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("signed out by an admin", {
    timeout: 15_000,
  });
  await expect(reason).toHaveValue(REASON);
  expect(await findAxeViolations(page)).toEqual([]);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Cancel the session" }).click();
  await expect.poll(() => cancels.length).toBe(1);

  await dialog.getByRole("link", { name: "Sign in again" }).click();
  await new SignInPage(page).signIn(agent.email, agent.password);
  await expect(page).toHaveURL(new RegExp(`${routes.session(id)}$`));
  await expect(session.verdict).toContainText("In progress");
  await session.cancelButton.click();
  await expect(reason).toHaveValue(REASON);
  expect(cancels).toHaveLength(1);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Cancel the session" }).click();
  await expect(page.getByText("The session is cancelled.")).toBeVisible();
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toContain(REASON);
  await page.context().close();
});

test("a note and a change that were begun are there again after the next sign-in", async ({
  page: admin,
  browser,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "failed" });
  const agent = await addAgent(admin);
  const page = await openAs(browser, agent);
  const session = new SessionPage(page);
  const edited = page.getByLabel("Change your note");
  const edit = session.notes.getByRole("button", { name: /^Edit your note/ });
  await session.goto(id);
  await session.addNote("Called back once");
  await edit.click();
  await edited.fill("Called back twice");
  await session.noteBox.fill("Half a note");

  await endSignIns(admin, agent);
  await page.getByRole("link", { name: "Sign in again" }).click({ timeout: 15_000 });
  await new SignInPage(page).signIn(agent.email, agent.password);
  await expect(session.noteBox).toHaveValue("Half a note");
  await edit.click();
  await expect(edited).toHaveValue("Called back twice");
  await page.getByRole("button", { name: "Leave it as it was" }).click();
  await edit.click();
  await expect(edited).toHaveValue("Called back once");
  await page.context().close();
});

test("what one person typed is gone when another signs in in the same tab", async ({
  page: admin,
  browser,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const [first, second] = [await addAgent(admin), await addAgent(admin)];
  const page = await openAs(browser, first);
  const session = new SessionPage(page);
  await session.goto(id);
  await session.cancelButton.click();
  await page.getByLabel("Why is it cancelled?").fill(REASON);
  await endSignIns(admin, first);
  await page.getByRole("dialog").getByRole("link", { name: "Sign in again" }).click();
  await new SignInPage(page).signIn(second.email, second.password);
  await session.cancelButton.click();
  await expect(page.getByLabel("Why is it cancelled?")).toHaveValue("");
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(REASON);
  await page.context().close();
});
