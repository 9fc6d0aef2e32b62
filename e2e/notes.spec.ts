import { routes } from "@/lib/routes";
import { expectAccessible } from "./fixtures/axe";
import { DEMO } from "./fixtures/servers";
import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

test("a note is added by keyboard alone, stays, and stands in the timeline as staff's", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "failed" });
  const session = new SessionPage(page);
  await session.goto(id);
  await expect(session.notes).toContainText("No notes yet.");
  await page.keyboard.press("n");
  await expect(session.noteBox).toBeFocused();
  await page.keyboard.type("Customer has a metal case.");
  await page.keyboard.press("Control+Enter");
  await expect(session.notes.getByRole("listitem")).toContainText("Customer has a metal case.");
  await expect(session.noteBox).toHaveValue("");
  await expect(session.timeline).toContainText(/Note by .*Customer has a metal case\.Staff/);
  await page.reload();
  await expect(session.notes.getByRole("listitem")).toHaveCount(1);
  await expect(session.timeline).toContainText("Customer has a metal case.");
});

test("a note is text and never markup, and a long one is folded", async ({ page, sandbox }) => {
  const id = await sandbox.create({ status: "succeeded" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.addNote(
    `<img src=x onerror=alert(1)> <b>bold</b>\n${"long words ".repeat(60)}the end`,
  );
  const note = session.notes.getByRole("listitem");
  await expect(note).toContainText("<b>bold</b>");
  await expect(note.locator("img, b")).toHaveCount(0);
  await expect(note.getByText("the end").first()).toBeHidden();
  await note.getByRole("button", { name: "Show all of it" }).click();
  await expect(note.getByText("the end").first()).toBeVisible();
  await expect(session.timeline.getByRole("button", { name: "Show all of it" })).toBeVisible();
});

test.describe("a token or a key", () => {
  test("is a hard stop that loses nothing and says where, before anything is sent", async ({
    page,
    sandbox,
  }) => {
    const id = await sandbox.create({ status: "failed" });
    const session = new SessionPage(page);
    await session.goto(id);
    await expect(session.notes).toContainText("No notes yet.");
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") sent.push(request.url());
    });
    const key = `kk_live_${"a1B2".repeat(8)}`;
    const text = `He sent his key:\n${key}\nand waits`;
    await session.addNote(text);
    const alert = session.notes.getByRole("alert");
    await expect(alert).toContainText("There is an API key on line 2 in this text");
    await expect(session.noteBox).toHaveValue(text);
    await alert.getByRole("button", { name: "Show where" }).click();
    const selected = await session.noteBox.evaluate((box: HTMLTextAreaElement) =>
      box.value.slice(box.selectionStart, box.selectionEnd),
    );
    expect(selected).toContain(key);
    await page.keyboard.press("Control+Enter");
    expect(sent.filter((url) => url.includes("/notes"))).toEqual([]);
    await session.addNote("He sent his key and waits");
    await expect(session.notes.getByRole("listitem")).toHaveCount(1);
  });
});

test("what looks like personal data is kept only when its author confirms it", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "failed" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.addNote("Born 03/05/1990, write to jane@example.com");
  const alert = session.notes.getByRole("alert");
  await expect(alert).toContainText("This looks like a date of birth and an e-mail address.");
  await expect(session.notes.getByRole("listitem")).toHaveCount(0);
  await session.noteBox.fill("Order 4821399911, 03/05/2026 at 10:26:12");
  await expect(alert).toHaveCount(0);
  await session.noteBox.fill("Write to support@shop.example");
  await session.notes.getByRole("button", { name: "Add note" }).click();
  await alert.getByRole("button", { name: "Keep it as it is" }).click();
  await expect(session.notes.getByRole("listitem")).toContainText("Write to support@shop.example");
});

test("one's own note is edited in its place, and what it said before stays readable", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "failed" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.addNote("Metal case");
  await session.notes.getByRole("button", { name: /^Edit your note/ }).click();
  const box = page.getByLabel("Change your note");
  await expect(box).toBeFocused();
  await box.fill("Metal case, tried without it");
  await session.notes.getByRole("button", { name: "Save" }).click();
  const note = session.notes.getByRole("listitem").first();
  await expect(note).toContainText("Metal case, tried without it");
  await note.getByRole("button", { name: /edited .*, 2 versions/ }).click();
  await expect(note.getByText("Metal case", { exact: true })).toBeVisible();
  await expect(session.timeline).toContainText("Metal case, tried without it");
});

test("a note whose answer was lost is sent again without making a second one", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "failed" });
  const session = new SessionPage(page);
  await session.goto(id);
  await expect(session.notes).toContainText("No notes yet.");
  await page.route(
    `**${routes.api.notes(id)}`,
    async (route) => {
      await route.fetch();
      await route.fulfill({ status: 200, contentType: "application/json", body: "cut off" });
    },
    { times: 1 },
  );
  await session.addNote("Called back");
  await expect(session.notes.getByRole("alert")).toBeVisible();
  await expect(session.noteBox).toHaveValue("Called back");
  await session.notes.getByRole("button", { name: "Add note" }).click();
  await expect(session.noteBox).toHaveValue("");
  await page.reload();
  await expect(session.notes.getByRole("listitem")).toHaveCount(1);
});

test.describe("a viewer", () => {
  test.use({ as: "viewer" });

  test("reads notes and can write none, by the page or by the API", async ({
    page,
    sandbox,
    browser,
    stateOf,
  }) => {
    const id = await sandbox.create({ status: "failed" });
    const agent = await browser.newPage({
      storageState: await stateOf("agent"),
      baseURL: DEMO.url,
    });
    const theirs = new SessionPage(agent);
    await theirs.goto(id);
    await theirs.addNote("Read by everybody");
    await expect(theirs.notes.getByRole("listitem")).toHaveCount(1);
    await agent.close();

    const session = new SessionPage(page);
    await session.goto(id);
    await expect(session.notes).toContainText("Read by everybody");
    await expect(session.noteBox).toHaveCount(0);
    await expect(session.notes.getByRole("button", { name: /^Edit/ })).toHaveCount(0);
    const answer = await page.request.post(routes.api.notes(id), {
      data: { id: crypto.randomUUID(), text: "trying" },
      headers: { origin: DEMO.url, "sec-fetch-site": "same-origin" },
    });
    expect(answer.status()).toBe(403);
  });
});

test("notes, their warning and their history are accessible in any look", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.addNote("Customer has a metal case.");
  await session.notes.getByRole("button", { name: /^Edit your note/ }).click();
  await page.getByLabel("Change your note").fill("Customer has a metal case, and took it off.");
  await session.notes.getByRole("button", { name: "Save" }).click();
  await session.notes.getByRole("button", { name: /2 versions/ }).click();
  await session.noteBox.fill("Born 03/05/1990");
  await session.notes.getByRole("button", { name: "Add note" }).click();
  await expect(session.notes.getByRole("alert")).toBeVisible();
  await expectAccessible(page);
});
