import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import {
  errorResponseSchema,
  type SessionResponse,
  sessionResponseSchema,
} from "@/lib/contracts/api";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { makeStaff, startTestDesk, TEST_API_KEY } from "@/lib/server/http/testing/desk";
import type { SandboxServer } from "@/sandbox/server";
import { serveRoute } from "@/test/live/serve-route";
import { startKayle } from "@/test/sync/harness";
import { GET } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is real, over real HTTP.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const TABS = 200;
/** Twice as often as a page does it. */
const POLL_MS = 1_500;
const LONG_MS = 60_000;
/** What reaches Kayle may have been under way for longer or shorter. */
const ON_ITS_WAY_MS = 150;

type Read = { id: string; atMs: number };

let kayle: SandboxServer;
let deskUrl: string;
let reads: Read[];

beforeEach(() => {
  vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("viewer"));
});

/** A desk in front of a sandbox whose every read is noted with its time. */
async function setUp(variables: Record<string, string> = {}): Promise<void> {
  kayle = await startKayle({ size: 0, keys: { main: TEST_API_KEY } });
  const desk = await startTestDesk(kayle.url, variables);
  onTestFinished(() => desk.close());
  reads = [];
  const { sandbox } = kayle;
  const handle = sandbox.handle;
  sandbox.handle = (request) => {
    reads.push({ id: toLastPart(request.url), atMs: performance.now() });
    return handle(request);
  };
  const route = (request: Request) =>
    GET(request, { params: Promise.resolve({ sessionId: toLastPart(request.url) }) });
  deskUrl = (await serveRoute(route)).url;
}

function toLastPart(url: string): string {
  return new URL(url).pathname.split("/").at(-1) ?? "";
}

function create(count: number): string[] {
  const wanted = Array.from({ length: count }, () => ({ hold: true, status: "in_progress" }));
  return kayle.sandbox.sessions.create(wanted).map(({ id }) => id);
}

function call(id: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${deskUrl}/api/sessions/${id}`, { headers });
}

/** As a page asks by itself. */
function poll(id: string): Promise<Response> {
  return call(id, { "x-desk-background": "1" });
}

async function toRecord(response: Response): Promise<SessionResponse> {
  expect(response.status).toBe(200);
  return sessionResponseSchema.parse(await response.json());
}

/** Each of these tabs opens its page and then polls it, at moments of its own, `rounds` times. */
async function pollFromTabs(ids: readonly string[], rounds: number): Promise<SessionResponse[]> {
  const answers = await Promise.all(
    ids.map(async (id, tab) => {
      const own: SessionResponse[] = [];
      await pause((POLL_MS / ids.length) * tab);
      for (let round = 0; round < rounds; round += 1) {
        own.push(await toRecord(await poll(id)));
        await pause(POLL_MS);
      }
      return own;
    }),
  );
  return answers.flat();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

test(
  "200 tabs that poll one session cost Kayle no more than one read in two seconds",
  async () => {
    await setUp();
    const [id = ""] = create(1);
    const answers = await pollFromTabs(
      Array.from({ length: TABS }, () => id),
      3,
    );
    expect(answers).toHaveLength(3 * TABS);
    // The first one is on its way while everything starts, which may hold it up.
    const times = reads.map(({ atMs }) => atMs).slice(1);
    const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
    expect(times.length).toBeGreaterThanOrEqual(2);
    expect(spanMs).toBeGreaterThan((times.length - 1) * 2_000 - ON_ITS_WAY_MS);
  },
  LONG_MS,
);

test(
  "200 tabs that poll 200 sessions keep to the set rate, and get ages instead of errors",
  async () => {
    const rps = 40;
    await setUp({ SYNC_MAX_RPS: String(rps) });
    const ids = create(TABS);
    await Promise.all(ids.map(async (id) => toRecord(await call(id))));
    const opened = reads.length;
    const answers = await pollFromTabs(ids, 3);
    const polled = reads.slice(opened).map(({ atMs }) => atMs);
    expect(polled.length).toBeGreaterThan(TABS / 2);
    for (const atMs of polled) {
      const second = polled.filter((other) => other >= atMs && other < atMs + 1_000);
      // A read that was late on its way makes the second after it look fuller than it was.
      expect(second.length).toBeLessThanOrEqual(rps * 1.2 + 1);
    }
    // Nobody's session is forgotten while the others have their turns.
    const unread = ids.filter((id) => !reads.slice(opened).some((read) => read.id === id));
    expect(unread).toEqual([]);
    const known = new Set(answers.map(({ data, meta }) => `${data.id} ${meta.fetchedAt}`));
    expect(known.size, "some answers are older ones, said again").toBeLessThan(answers.length);
  },
  LONG_MS,
);

test("a poll shows a change, and what a person reads is read at Kayle whatever was polled", async () => {
  await setUp();
  const [id = ""] = create(1);
  await toRecord(await poll(id));
  kayle.sandbox.sessions.patch(id, { nfc_tries_used: 1 });
  expect((await toRecord(await poll(id))).data.nfc_tries_used).toBe(0);
  expect((await toRecord(await call(id))).data.nfc_tries_used).toBe(1);
  const isShown = async () => (await toRecord(await poll(id))).data.nfc_tries_used === 1;
  await vi.waitFor(async () => expect(await isShown()).toBe(true), { timeout: 5_000 });
});

test("a fault reaches who polls as the route words it, and is over as soon as Kayle answers", async () => {
  await setUp();
  const [id = ""] = create(1);
  await toRecord(await poll(id));
  const fault = kayle.sandbox.faults.add({ kind: "error", status: 500, sessionId: id });
  const isFault = async () => errorResponseSchema.parse(await (await poll(id)).json()).error.code;
  await vi.waitFor(async () => expect(await isFault()).toBe("UPSTREAM_ERROR"), { timeout: 5_000 });
  kayle.sandbox.faults.remove(fault);
  await vi.waitFor(async () => expect((await poll(id)).status).toBe(200), {
    timeout: 10_000,
    interval: 200,
  });
});

test("a session that Kayle deleted is told to whoever polls, and a malformed id asks nobody", async () => {
  await setUp();
  const [id = ""] = create(1);
  await toRecord(await poll(id));
  kayle.sandbox.sessions.remove(id);
  await vi.waitFor(async () => expect((await poll(id)).status).toBe(404), { timeout: 5_000 });
  const before = reads.length;
  expect((await poll("vs_1")).status).toBe(400);
  expect(reads).toHaveLength(before);
});
