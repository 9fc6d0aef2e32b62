import { OwnDesk } from "./fixtures/own-desk";
import { FAULTY } from "./fixtures/servers";
import { test as base, expect, failedToLoad } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

const START_TIMEOUT_MS = 180_000;

/**
 * Faults of Kayle's. They open a desk's breaker for everybody, so these tests have a desk of their own, and
 * run one at a time. It is there before anybody signs in, which a hook would come too late for.
 */
const test = base.extend<object, { desk: undefined }>({
  desk: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the pattern.
    async ({}, use) => {
      const desk = new OwnDesk(FAULTY);
      await desk.start();
      await use(undefined);
      await desk.stop();
    },
    { scope: "worker", auto: true, timeout: START_TIMEOUT_MS },
  ],
});
test.describe.configure({ mode: "default", timeout: START_TIMEOUT_MS });
test.use({ baseURL: FAULTY.url });

test.describe("while Kayle does not answer", () => {
  test.use({ expectedConsole: [failedToLoad(502)] });

  test("the last good record stays, its age is said, and the page heals by itself", async ({
    page,
    sandbox,
  }) => {
    const id = await sandbox.create({ status: "in_progress", liveness_tries_used: 1 });
    const session = new SessionPage(page);
    await page.clock.install();
    await session.goto(id);
    const place = await session.verdict.boundingBox();
    await sandbox.fault({ kind: "error", status: 500, sessionId: id });
    const notice = page.getByRole("status").filter({ hasText: "Kayle could not answer" });
    await expect(notice).toBeVisible();
    await expect(page.getByText(/^What you see is what Kayle said at/)).toBeVisible();
    await expect(session.liveness).toContainText("1 of 3 failures used");
    expect(await session.verdict.boundingBox(), "nothing moves under the pointer").toEqual(place);

    await sandbox.clearFaults();
    await sandbox.set(id, { status: "succeeded" });
    await session.untilReadAgain(session.headline, "succeeded");
    await expect(notice).toHaveCount(0);
  });
});

const FAULTS = [
  { name: "server error", fault: { kind: "error", status: 500 }, title: "Kayle could not answer." },
  {
    name: "a proxy's HTML error",
    fault: { kind: "error", status: 503 },
    title: "Kayle could not answer.",
  },
  {
    name: "too many requests",
    fault: { kind: "error", status: 429 },
    title: "Kayle asks the desk to slow down.",
  },
  { name: "silence", fault: { kind: "hang" }, title: "Kayle did not answer in time." },
  {
    name: "HTML instead of JSON",
    fault: { kind: "malformed", variant: "html" },
    title: "Kayle answered in a form that the desk does not understand.",
  },
  {
    name: "a field of another type",
    fault: { kind: "malformed", variant: "wrong-type" },
    title: "Kayle answered in a form that the desk does not understand.",
  },
  {
    name: "a redirect to elsewhere",
    fault: { kind: "redirect", location: "https://elsewhere.example/" },
    title: "Kayle answered in a form that the desk does not understand.",
  },
  { name: "dropped connections", fault: { kind: "drop" }, title: "Kayle could not answer." },
] as const;

test.describe("the page of an upstream fault", () => {
  test.use({ expectedConsole: [failedToLoad(502, 503, 504)] });

  for (const { name, fault, title } of FAULTS) {
    test(`says what happened after ${name}, whose fault it is, and what to quote`, async ({
      page,
      sandbox,
    }) => {
      const id = await sandbox.create({ status: "succeeded" });
      await sandbox.fault({ ...fault, sessionId: id });
      const session = new SessionPage(page);
      await page.clock.install();
      await session.goto(id);
      await expect(session.headline).toHaveText(title);
      await expect(page.getByRole("main")).toContainText("On Kayle’s side");
      await expect(page.getByRole("main")).toContainText(/request req_\w+/);

      await sandbox.clearFaults();
      await session.untilReadAgain(session.headline, "succeeded");
    });
  }
});
