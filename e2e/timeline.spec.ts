import type { Locator, Page } from "@playwright/test";
import { observationsResponseSchema } from "@/lib/contracts/observation";
import { routes } from "@/lib/routes";
import type { Sandbox } from "./fixtures/sandbox";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

/** The entries that are painted; those that wait for paper are not. */
function shownEntries(session: SessionPage): Locator {
  return session.timeline.getByRole("listitem").filter({ visible: true });
}

const STEPS = [
  { status: "in_progress" },
  // A counter that falls back is odd, and told like any other change.
  ...[1, 2, 1, 2, 1, 2, 1, 2, 1, 2].map((used) => ({ nfc_tries_used: used })),
  ...[1, 2].map((used) => ({ liveness_tries_used: used })),
];

/** A session whose every step the desk's sync has seen: a dozen entries more than it began with. */
async function openLongStory(page: Page, sandbox: Sandbox): Promise<SessionPage> {
  const id = await sandbox.create({ status: "created" });
  const seenState = async () => {
    const answer = await page.request.get(routes.api.observations(id));
    return observationsResponseSchema.parse(await answer.json()).data.at(-1)?.state;
  };
  await expect.poll(seenState).toMatchObject({ status: "created" });
  for (const step of STEPS) {
    await sandbox.set(id, step);
    await expect.poll(seenState, { intervals: [250] }).toMatchObject(step);
  }
  const session = new SessionPage(page);
  await session.goto(id);
  return session;
}

test("times are told by the clock, by how long ago, or since the creation", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress", nfc_tries_used: 1 });
  const session = new SessionPage(page);
  await session.goto(id);
  const created = session.timeline.getByRole("listitem").filter({ hasText: "Created" }).first();
  const mode = (name: string) => session.timeline.getByRole("button", { name, exact: true });
  await expect(mode("Clock")).toHaveAttribute("aria-pressed", "true");
  await expect(created.locator("time")).toHaveText(/\d{2}:\d{2}:\d{2}/);
  await mode("Ago").click();
  await expect(created.locator("time")).toHaveText(/ago|now/);
  await mode("Since creation").click();
  await expect(created.locator("time")).toHaveText(/^\+?0/);
  await page.reload();
  await expect(mode("Since creation")).toHaveAttribute("aria-pressed", "true");
});

test("what failed can be shown alone, and paper says that it is not all", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress", nfc_tries_used: 2 });
  const session = new SessionPage(page);
  await session.goto(id);
  await session.timeline.getByRole("button", { name: "Failed only" }).click();
  await expect(shownEntries(session)).toHaveCount(1);
  await expect(shownEntries(session)).toContainText("chip failures");
  const note = session.timeline.getByText(/^Only what failed is printed: 1 of \d+ entries/);
  await expect(note).toBeHidden();
  await page.emulateMedia({ media: "print" });
  await expect(note).toBeVisible();
  await expect(note).toContainText(/1 of [2-9] entries/);
});

test.describe("a long story", () => {
  test.describe.configure({ timeout: 120_000 });

  test("is folded in the middle on the screen, whole on paper and in the copied text", async ({
    page,
    sandbox,
  }) => {
    const session = await openLongStory(page, sandbox);
    const more = session.timeline.getByRole("button", { name: /^Show \d+ more entries$/ });
    await expect(more).toBeVisible();
    const folded = session.timeline
      .getByRole("listitem", { includeHidden: true })
      .filter({ hasText: "Seen by the desk" });
    const whole = await folded.count();
    await expect(folded.filter({ visible: true })).not.toHaveCount(whole);

    await page.emulateMedia({ media: "print" });
    await expect(more).toBeHidden();
    await expect(folded.filter({ visible: true })).toHaveCount(whole);
    await page.emulateMedia({ media: "screen" });

    await session.timeline.getByRole("button", { name: "Copy timeline as text" }).click();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/^Session vs_\w{64}\nTimes in /);
    expect(text).toContain("Created [Kayle’s record]");
    expect(text.split("\n").filter((line) => line.endsWith("[Seen by the desk]"))).toHaveLength(
      whole,
    );

    await more.click();
    await expect(more).toHaveCount(0);
    await expect(folded.filter({ visible: true })).toHaveCount(whole);
  });
});

test.describe("a session that Kayle deletes while it is open", () => {
  test.use({ expectedConsole: [failedToLoad(404)] });

  test("is told to be deleted, between the last two looks of the desk", async ({
    page,
    sandbox,
  }) => {
    const id = await sandbox.create({ status: "in_progress" });
    const session = new SessionPage(page);
    await session.goto(id);
    await sandbox.remove(id);
    const entry = session.timeline.getByRole("listitem").filter({ hasText: "Deleted at Kayle" });
    await expect(entry).toHaveCount(1);
    await expect(entry).toContainText("Seen by the desk");
    await expect(entry).toContainText(/between .+ and /);
  });
});

test("nothing comes under the pointer when a session ends", async ({ page, sandbox }) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  const again = page.getByRole("button", { name: "Read again" });
  const before = await again.boundingBox();
  const cancel = await session.cancelButton.boundingBox();
  const verdict = await session.verdict.boundingBox();
  await sandbox.set(id, { status: "succeeded" });
  await expect(session.headline).toContainText("succeeded");
  await expect(session.cancelButton).toHaveCount(0);
  expect(await again.boundingBox()).toEqual(before);
  expect((await session.verdict.boundingBox())?.y).toBe(verdict?.y);
  const point = { x: (cancel?.x ?? 0) + 10, y: (cancel?.y ?? 0) + 10 };
  const under = await page.evaluate(
    ({ x, y }) => document.elementFromPoint(x, y)?.closest("button, a") !== null,
    point,
  );
  expect(under).toBe(false);
});
