import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { makeStaff, startTestDesk, TEST_API_KEY } from "@/lib/server/http/testing/desk";
import { getHub } from "@/lib/server/live/get-hub";
import {
  closeStreams,
  countStreams,
  STREAMS_PER_PERSON_MAX,
} from "@/lib/server/live/stream-limits";
import type { SandboxServer } from "@/sandbox/server";
import { serveRoute } from "@/test/live/serve-route";
import { type LiveWatch, toEndReason, toRecords, watchLive } from "@/test/live/watch-live";
import { startKayle } from "@/test/sync/harness";
import { GET } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is real, over real HTTP.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const LONG_MS = 60_000;
const TABS = 200;

/** What reaches Kayle may have been under way for longer or shorter. */
const ON_ITS_WAY_MS = 150;

type Read = { path: string; atMs: number };

let kayle: SandboxServer;
let desk: { url: string };
let reads: Read[];

beforeEach(() => {
  vi.mocked(findStaffFromRequest).mockImplementation(async (request) => {
    return { ...makeStaff("viewer"), id: request.headers.get("x-person") ?? "one" };
  });
});

/** A desk in front of a sandbox whose every read is noted with its time. */
async function setUp(variables: Record<string, string> = {}): Promise<void> {
  kayle = await startKayle({ size: 0, keys: { main: TEST_API_KEY } });
  const testDesk = await startTestDesk(kayle.url, variables);
  onTestFinished(async () => {
    await waitFor(() => expect(countStreams()).toBe(0));
    await testDesk.close();
    Reflect.deleteProperty(globalThis, "__deskLiveHub");
    Reflect.deleteProperty(globalThis, "__deskStreams");
  });
  reads = [];
  const { sandbox } = kayle;
  const handle = sandbox.handle;
  sandbox.handle = (request) => {
    reads.push({ path: new URL(request.url).pathname, atMs: performance.now() });
    return handle(request);
  };
  desk = await serveRoute((request) => GET(request, { params: Promise.resolve({}) }));
}

function create(count: number, patch: Record<string, unknown> = {}): string[] {
  const wanted = Array.from({ length: count }, () => ({ hold: true, ...patch }));
  return kayle.sandbox.sessions.create(wanted).map(({ id }) => id);
}

function createOne(patch: Record<string, unknown> = {}): string {
  return create(1, patch)[0] ?? "";
}

function watch(ids: readonly string[], person = "one"): Promise<LiveWatch> {
  return watchLive(`${desk.url}/api/live?ids=${ids.join(",")}`, { "x-person": person });
}

function readsOf(id: string): number[] {
  return reads.filter(({ path }) => path.endsWith(id)).map(({ atMs }) => atMs);
}

function toSpanMs(times: readonly number[]): number {
  return (times.at(-1) ?? 0) - (times[0] ?? 0);
}

function waitFor(check: () => unknown, timeout = LONG_MS): Promise<unknown> {
  return vi.waitFor(check, { timeout, interval: 20 });
}

test(
  "200 tabs on one session cost Kayle no more than one read in two seconds",
  async () => {
    await setUp();
    const id = createOne({ status: "in_progress" });
    const people = Array.from({ length: TABS }, (_, tab) => `person ${tab}`);
    const tabs = await Promise.all(people.map((person) => watch([id], person)));
    await waitFor(() => expect(readsOf(id).length).toBeGreaterThanOrEqual(5));
    // The first one is on its way while 200 connections are made, which may hold it up.
    const times = readsOf(id).slice(1);
    expect(toSpanMs(times)).toBeGreaterThan((times.length - 1) * 2_000 - ON_ITS_WAY_MS);
    expect(tabs.map((tab) => toRecords(tab).length)).toEqual(people.map(() => 1));
  },
  LONG_MS,
);

test(
  "200 tabs on 200 sessions keep to the set rate, take turns, and say how old each record is",
  async () => {
    const rps = 40;
    await setUp({ SYNC_MAX_RPS: String(rps) });
    const ids = create(TABS, { status: "in_progress" });
    const tabs = await Promise.all(ids.map((id, tab) => watch([id], `person ${tab}`)));
    await waitFor(() => expect(reads.length).toBeGreaterThanOrEqual(3 * TABS));
    const times = reads.map(({ atMs }) => atMs);
    const perSecond = ((times.length - 1) * 1_000) / toSpanMs(times);
    expect(perSecond).toBeLessThanOrEqual(rps * 1.01);
    for (const atMs of times) {
      const second = times.filter((other) => other >= atMs && other < atMs + 1_000);
      // A read that was late on its way makes the second after it look fuller than it was.
      expect(second.length).toBeLessThanOrEqual(rps * 1.1 + 1);
    }
    const counts = ids.map((id) => readsOf(id).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    const said = () => tabs.map(({ events }) => events.filter(isAge).length);
    await waitFor(() => expect(Math.min(...said())).toBeGreaterThanOrEqual(2));
    const events = tabs.flatMap((tab) => tab.events.map(({ event }) => event));
    expect(events.filter(({ event }) => event === "fault" || event === "end")).toEqual([]);
  },
  LONG_MS,
);

/** Says of a session when it was read; the first one of a stream is of none. */
function isAge({ event }: LiveWatch["events"][number]): boolean {
  return event.event === "age";
}

test(
  "a change is on an open page within three seconds, 95 times of 100",
  async () => {
    await setUp({ SYNC_MAX_RPS: "100" });
    const ids = create(60, { status: "in_progress" });
    const page = await watch(ids);
    await waitFor(() => expect(toRecords(page)).toHaveLength(ids.length));
    const changedAt = new Map<string, number>();
    const change = (id: string) => {
      changedAt.set(id, performance.now());
      kayle.sandbox.sessions.patch(id, { nfc_tries_used: 1 });
    };
    // At moments that have nothing to do with those of the reads.
    for (const id of ids) setTimeout(change, Math.random() * 6_000, id);
    await waitFor(() => expect(toRecords(page)).toHaveLength(2 * ids.length));
    const delays = page.events
      .flatMap(({ event, atMs }) =>
        event.event === "session" && event.data.data.nfc_tries_used === 1
          ? [atMs - (changedAt.get(event.data.data.id) ?? 0)]
          : [],
      )
      .sort((a, b) => a - b);
    const p95 = delays[Math.ceil(delays.length * 0.95) - 1] ?? Number.POSITIVE_INFINITY;
    console.info(`a change was pushed after ${Math.round(p95)} ms (p95 of ${delays.length})`);
    expect(delays).toHaveLength(ids.length);
    expect(p95).toBeLessThan(3_000);
  },
  LONG_MS,
);

test("the record is the one that the session's own route gives, once per change", async () => {
  await setUp();
  const id = createOne({ status: "in_progress", cancel_token: "ct_OneShotS3cret" });
  const page = await watch([id]);
  await waitFor(() => expect(toRecords(page)).toHaveLength(1));
  kayle.sandbox.sessions.patch(id, { liveness_tries_used: 2 });
  await waitFor(() => expect(toRecords(page)).toHaveLength(2));
  await waitFor(() => expect(readsOf(id).length).toBeGreaterThanOrEqual(4));
  expect(toRecords(page).map(({ data }) => data.liveness_tries_used)).toEqual([0, 2]);
  expect(toRecords(page)[1]).toMatchObject({ data: { id, share_fields: {} }, error: null });
  expect(page.text()).not.toContain("OneShotS3cret");
  expect(Object.fromEntries(page.headers)).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    connection: "close",
  });
});

test("a session is read no more once it has ended, and its stream says that this was all", async () => {
  await setUp();
  const [ending = "", other = ""] = create(2, { status: "in_progress" });
  const page = await watch([ending]);
  const neighbour = await watch([ending, other], "another");
  await waitFor(() => expect(toRecords(neighbour)).toHaveLength(2));
  kayle.sandbox.sessions.patch(ending, { status: "succeeded" });
  await page.over;
  expect(toRecords(page).at(-1)?.data.status).toBe("succeeded");
  expect(toEndReason(page)).toBe("finished");
  const before = readsOf(other).length;
  const last = readsOf(ending).length;
  await waitFor(() => expect(readsOf(other).length).toBeGreaterThanOrEqual(before + 2));
  expect(readsOf(ending)).toHaveLength(last);
  expect(toEndReason(neighbour)).toBeNull();
});

test("while Kayle fails the stream stays, keeps what it said, and heals by itself", async () => {
  await setUp();
  const id = createOne({ status: "in_progress" });
  const page = await watch([id]);
  await waitFor(() => expect(toRecords(page)).toHaveLength(1));
  const fault = kayle.sandbox.faults.add({ kind: "error", status: 500, sessionId: id });
  await waitFor(() => expect(page.events.at(-1)?.event.event).toBe("fault"));
  expect(page.events.at(-1)?.event).toMatchObject({
    data: { id, error: { code: "UPSTREAM_ERROR", message: "Kayle could not answer." } },
  });
  kayle.sandbox.faults.remove(fault);
  await waitFor(() => expect(toRecords(page)).toHaveLength(2));
  expect(page.events.filter(({ event }) => event.event === "fault")).toHaveLength(1);
});

test("a session that Kayle deletes is said to be gone, and is asked for no more", async () => {
  await setUp();
  const id = createOne({ status: "in_progress" });
  const page = await watch([id]);
  await waitFor(() => expect(toRecords(page)).toHaveLength(1));
  kayle.sandbox.sessions.remove(id);
  await page.over;
  const [fault, end] = page.events.slice(-2).map(({ event }) => event);
  expect(fault).toMatchObject({ event: "fault", data: { id, error: { code: "NOT_FOUND" } } });
  expect(end).toMatchObject({ event: "end", data: { reason: "finished" } });
  expect(getHub().watchedCount()).toBe(0);
});

test("whoever leaves leaves nothing behind", async () => {
  await setUp();
  const ids = create(50, { status: "in_progress" });
  const pages = await Promise.all(ids.map((id, tab) => watch([id, ids[0] ?? ""], `${tab}`)));
  await waitFor(() => expect(getHub().watchedCount()).toBe(ids.length));
  for (const { leave } of pages) leave();
  await waitFor(() => expect(getHub().watchedCount()).toBe(0));
  await waitFor(() => expect(getHub().readingCount()).toBe(0));
  expect(countStreams()).toBe(0);
});

test("a desk that goes down ends each stream and begins none", async () => {
  await setUp();
  const id = createOne({ status: "in_progress" });
  const pages = await Promise.all([watch([id], "a"), watch([id], "b")]);
  closeStreams();
  await Promise.all(pages.map(({ over }) => over));
  expect(pages.map(toEndReason)).toEqual(["server-closing", "server-closing"]);
  expect((await watch([id], "c")).status).toBe(503);
  expect(getHub().watchedCount()).toBe(0);
});

test("one person has so many streams and no more; another person is not in the way", async () => {
  await setUp();
  const id = createOne({ status: "in_progress" });
  const all = Array.from({ length: STREAMS_PER_PERSON_MAX }, () => watch([id]));
  const [first] = await Promise.all(all);
  expect((await watch([id])).status).toBe(429);
  expect((await watch([id], "another")).status).toBe(200);
  first?.leave();
  await waitFor(async () => expect((await watch([id])).status).toBe(200));
});

test.each([
  ["no session", ""],
  ["something else than ids", "ids=vs_1"],
  ["an unknown name", `ids=vs_${"a".repeat(64)}&q=jane`],
  ["more sessions than one stream takes", `ids=${toIds(60)}&rows=${toIds(60, "b")}`],
])("refuses %s", async (_, query) => {
  await setUp();
  const response = await fetch(`${desk.url}/api/live?${query}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: "INVALID_REQUEST" } });
});

function toIds(count: number, letter = "a"): string {
  return Array.from({ length: count }, (__, n) => `vs_${letter}${`${n}`.padStart(63, "0")}`).join();
}

test("shows nothing to somebody who is not signed in", async () => {
  await setUp();
  vi.mocked(findStaffFromRequest).mockResolvedValue(null);
  expect((await watch([createOne()])).status).toBe(401);
  expect(reads).toEqual([]);
});
