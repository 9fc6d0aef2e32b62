import { routes } from "@/lib/routes";
import { type RecordedCall, type RecordedRow, Replay } from "./fixtures/replay";
import { waitUntilIndexed } from "./fixtures/run-of-sessions";
import { REAL } from "./fixtures/servers";
import { expect, failedToLoad, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";
import { SessionsPage } from "./pages/sessions-page";

/** What was recorded is selected for everybody, so one test after the other. */
test.describe.configure({ mode: "default", timeout: 480_000 });

test.use({ baseURL: REAL.url, expectedConsole: [failedToLoad(400, 404, 502)] });

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

/** What the list says of each, where no person at the desk did anything wrong. */
const STANDSTILLS: Record<number, RegExp> = {
  ...REFUSALS,
  410: /Your organisation is about to be deleted at Kayle/,
};
const toStandstill = (status: number): RegExp => STANDSTILLS[status] ?? /never/;

/** The desk asks a Kayle that refuses it more and more rarely, once a minute in the end. */
const STANDSTILL_MS = 90_000;
const RESUMED_MS = 150_000;

/** Kayle deletes a session 30 days after its end, and so does the desk; a day for the test's own run. */
const KEPT_MS = 29 * 86_400_000;
const isKept = ({ completed_at }: RecordedRow): boolean =>
  completed_at === null || Date.now() - Date.parse(completed_at) < KEPT_MS;

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

test("every session of a recorded list comes onto the desk's own list", async ({
  page,
  request,
}) => {
  const replay = new Replay(request);
  const lists = (await recorded(replay, LIST_PATH)).filter(({ status }) => status === 200);
  const desk = new SessionsPage(page);
  let shown = 0;
  for (const { name } of lists) {
    await replay.select(name);
    const { rows, hasMore } = await replay.readList();
    // One recorded page stands for all of a list here, so it must be the list's last.
    const kept = rows.filter(isKept);
    if (hasMore || kept.length === 0) continue;
    await test.step(name, async () => {
      for (const { id } of kept) await waitUntilIndexed(page.request, id, 1);
      await desk.goto(kept.map(({ id }) => id).at(0));
      await expect(desk.link(kept[0]?.id ?? "")).toBeVisible();
      shown += kept.length;
    });
  }
  expect(shown, "open sessions are kept however old the recording is").toBeGreaterThan(3);
});

test("while Kayle refuses the list, as recorded, what is listed stays, and why it is not kept up is said", async ({
  page,
  request,
}) => {
  const replay = new Replay(request);
  const lists = await recorded(replay, LIST_PATH);
  // Those that last until somebody does something; one of each, as the desk asks ever more rarely.
  const refusals = new Map(
    lists.filter(({ status }) => [401, 403, 410].includes(status)).map((one) => [one.status, one]),
  );
  expect(refusals.size).toBe(3);
  const desk = new SessionsPage(page);
  await desk.goto();
  await expect(desk.rows.first()).toBeVisible();
  const newest = async () => (await desk.idsInSight()).slice(0, 10);
  const before = await newest();
  for (const { name, status } of refusals.values()) {
    await test.step(`${status} ${name}`, async () => {
      await replay.select(name);
      const said = page.getByRole("status").filter({ hasText: "This list is not being kept up" });
      await expect(said).toContainText(toStandstill(status), { timeout: STANDSTILL_MS });
      await page.reload();
      await expect(said, "also for who comes now").toContainText(toStandstill(status));
      expect(await newest()).toEqual(before);
      await expect(page.getByLabel("Password")).toHaveCount(0);
    });
  }
  await replay.reset();
  await expect(page.getByText("This list is not being kept up")).toHaveCount(0, {
    timeout: RESUMED_MS,
  });
  await expect(page.getByText(/^complete as of/)).toBeVisible({ timeout: RESUMED_MS });
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
