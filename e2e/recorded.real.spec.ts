import { routes } from "@/lib/routes";
import { type RecordedCall, Replay } from "./fixtures/replay";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";

/** What was recorded is selected for everybody, so one test after the other. */
test.describe.configure({ mode: "default", timeout: 240_000 });

test.use({ expectedConsole: [failedToLoad(400, 404, 502)] });

test.afterEach(async ({ request }) => {
  await new Replay(request).reset();
});

const SESSION_PATH = /^\/v1\/sessions\/(vs_[A-Za-z0-9]{64})$/;
const LIST_PATH = /^\/v1\/sessions(\?.*)?$/;

/** The page's heading for each status that Kayle was recorded to refuse with. */
const REFUSALS: Record<number, RegExp> = {
  400: /The desk could not read that request/,
  401: /Kayle refused the desk’s API key/,
  403: /The desk’s API key may not do this at Kayle/,
  404: /Kayle knows no session with this id/,
  410: /about to be deleted at Kayle/,
  500: /Kayle could not answer/,
};

const toRefusal = (status: number): RegExp => REFUSALS[status] ?? /never/;

async function recorded(replay: Replay, path: RegExp): Promise<RecordedCall[]> {
  const all = await replay.records();
  return all.filter((one) => one.method === "GET" && path.test(one.path));
}

test("each recorded session opens with a verdict, its counters and its facts", async ({
  page,
  request,
}) => {
  const replay = new Replay(request);
  const answers = (await recorded(replay, SESSION_PATH)).filter(({ status }) => status === 200);
  expect(answers.length).toBeGreaterThan(40);
  const session = new SessionPage(page);
  for (const { name, path } of answers) {
    await test.step(name, async () => {
      const id = SESSION_PATH.exec(path)?.[1] ?? "";
      await replay.select(name);
      await session.goto(id);
      await expect(session.headline).toHaveText(/\w/);
      await expect(session.nfc).toContainText("failures used");
      await expect(session.facts).toContainText(id);
      await expect(session.guidance).toBeVisible();
    });
  }
});

test("each recorded refusal of a session says whose fault it is, and never asks to sign in", async ({
  page,
  request,
}) => {
  const replay = new Replay(request);
  const refusals = (await recorded(replay, SESSION_PATH)).filter(({ status }) => status !== 200);
  expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([401, 403, 404, 410, 500]));
  const session = new SessionPage(page);
  for (const { name, path, status } of refusals) {
    await test.step(`${status} ${name}`, async () => {
      await replay.select(name);
      await session.goto(SESSION_PATH.exec(path)?.[1] ?? "");
      await expect(session.headline).toHaveText(toRefusal(status));
      await expect(page.getByLabel("Password")).toHaveCount(0);
    });
  }
});

test("each recorded list, page and refusal of the list is shown for what it is", async ({
  page,
  request,
}) => {
  const replay = new Replay(request);
  const lists = await recorded(replay, LIST_PATH);
  expect(lists.length).toBeGreaterThan(50);
  const desk = new SessionsPage(page);
  for (const { name, status } of lists) {
    await test.step(`${status} ${name}`, async () => {
      await replay.select(name);
      await desk.goto();
      if (status === 200) {
        await expect(
          desk.rows.first().or(page.getByText("There are no sessions yet.")),
        ).toBeVisible();
      } else {
        await expect(page.getByRole("heading", { name: toRefusal(status) })).toBeVisible();
      }
    });
  }
});

test("a recorded cancel shows what the record said before and after it", async ({
  page,
  request,
}) => {
  const replay = new Replay(request);
  const before = (await replay.records()).find(({ name }) => name === "cancel[in_progress] before");
  const id = SESSION_PATH.exec(before?.path ?? "")?.[1] ?? "";
  const session = new SessionPage(page);
  await session.goto(id);
  await session.cancel("Asked for by phone");
  await expect(page.getByText("The session is cancelled.")).toBeVisible();
  const again = await page.request.get(routes.api.session(id));
  expect((await again.json()).data.status).toBe("cancelled");
});
