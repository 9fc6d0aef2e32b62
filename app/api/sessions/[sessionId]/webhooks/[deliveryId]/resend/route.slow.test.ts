import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import {
  resendResponseSchema,
  sessionWebhooksResponseSchema,
} from "@/lib/contracts/session-webhooks";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import { findEvents } from "@/lib/server/events/find-events";
import {
  DESK_ORIGIN,
  makeStaff,
  startTestDesk,
  TEST_API_KEY,
  TEST_WRITE_API_KEY,
} from "@/lib/server/http/testing/desk";
import { errorOf } from "@/lib/server/http/testing/route-harness";
import { findRecordedActs } from "@/lib/server/notes/find-recorded-acts";
import { runOnce } from "@/lib/server/sync/run-once";
import { provideDatabase } from "@/test/desk";
import { startKayle, toParts } from "@/test/sync/harness";
import { GET as webhooksRoute } from "../../route";
import { POST as resendRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const SETUP_MS = 60_000;
const HOUR_MS = 3_600_000;
const database = provideDatabase();

beforeAll(async () => {
  vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("agent"));
}, SETUP_MS);

test("a delivery that failed for good is sent again at a whole Kayle, and each step is told as it is", async () => {
  const keys = { deskRead: TEST_API_KEY, deskWrite: TEST_WRITE_API_KEY };
  const startedAt = Date.now();
  // Its clock stands still, so that what is on its way stays so however slow the machine is.
  const server = await startKayle({ size: 0, keys, now: () => startedAt });
  const desk = await startTestDesk(server.url);
  onTestFinished(() => desk.close());
  const completed_at = new Date(server.sandbox.clock.now() - 30 * HOUR_MS).toISOString();
  const [session] = server.sandbox.sessions.create([{ status: "failed", completed_at }]);
  const sessionId = session?.id ?? "";
  await runOnce(toParts(database(), server), { force: true }, new AbortController().signal);

  async function readStatus(deliveryId: string, query = ""): Promise<string | undefined> {
    const request = new Request(`${DESK_ORIGIN}/api/sessions/x/webhooks${query}`);
    const response = await webhooksRoute(request, { params: Promise.resolve({ sessionId }) });
    const { data } = sessionWebhooksResponseSchema.parse(await response.json());
    return data.events[0]?.deliveries.find(({ id }) => id === deliveryId)?.status;
  }

  async function findFailed(): Promise<string> {
    const request = new Request(`${DESK_ORIGIN}/api/sessions/x/webhooks`);
    const response = await webhooksRoute(request, { params: Promise.resolve({ sessionId }) });
    const { data, meta } = sessionWebhooksResponseSchema.parse(await response.json());
    expect(meta.access).toBe("ok");
    const [event] = data.events;
    const kept = event?.deliveries.find(({ payload_scrubbed_at, status }) => {
      return status === "failed" && payload_scrubbed_at === null;
    });
    return kept?.id ?? "";
  }

  function resend(deliveryId: string, body = {}): Promise<Response> {
    const headers = { "sec-fetch-site": "same-origin", "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const request = new Request(DESK_ORIGIN, init);
    return resendRoute(request, { params: Promise.resolve({ sessionId, deliveryId }) });
  }

  const deliveryId = await findFailed();
  const attempt = { attemptId: "6f1f4c0e-6d3b-4a55-9f6e-0d6a1c1b2f3a" };
  const { meta } = resendResponseSchema.parse(await (await resend(deliveryId, attempt)).json());
  expect(meta).toMatchObject({ outcome: "queued", by: "The agent" });
  // Its answer was lost: the same question has the same answer, and sends nothing twice.
  const lost = resendResponseSchema.parse(await (await resend(deliveryId, attempt)).json());
  expect(lost.meta).toEqual(meta);
  expect(await readStatus(deliveryId)).toBe("pending");
  const again = await errorOf(await resend(deliveryId));
  expect(again).toMatchObject({ code: "DELIVERY_NOT_RESENDABLE" });
  expect(again.hint).toContain("on its way");
  // Its endpoint is down, so it fails once more a little later; then it can be sent again.
  server.sandbox.clock.advance(10_000);
  const third = resendResponseSchema.parse(await (await resend(deliveryId)).json());
  expect(third.meta.outcome).toBe("queued");
  const acts = await findRecordedActs(database().db, sessionId);
  expect(acts.map(({ kind, by, outcome }) => [kind, by, outcome])).toEqual([
    ["resend", "The agent", "queued"],
    ["resend", "The agent", "not_done"],
    ["resend", "The agent", "queued"],
  ]);
});

test("a desk that may only read sends nothing again, and says why", async () => {
  const server = await startKayle({ size: 0, keys: { deskRead: TEST_API_KEY } });
  const desk = await startTestDesk(server.url, { KAYLE_WRITE_API_KEY: "" });
  onTestFinished(() => desk.close());
  const completed_at = new Date(server.sandbox.clock.now() - 30 * HOUR_MS).toISOString();
  const [session] = server.sandbox.sessions.create([{ status: "failed", completed_at }]);
  const sessionId = session?.id ?? "";
  await runOnce(toParts(database(), server), { force: true }, new AbortController().signal);
  const [event] = await findEvents(database().db, sessionId);
  const deliveryId = event?.deliveries[0]?.id ?? "";
  const before = await findRecordedActs(database().db, sessionId);
  const headers = { "sec-fetch-site": "same-origin", "content-type": "application/json" };
  const request = new Request(DESK_ORIGIN, { method: "POST", headers, body: "{}" });
  const params = Promise.resolve({ sessionId, deliveryId });
  const response = await resendRoute(request, { params });
  expect(response.status).toBe(409);
  expect(await errorOf(response)).toMatchObject({ code: "DESK_READ_ONLY" });
  // The ids of one sandbox are those of the next, so some of the test before may be there.
  expect(await findRecordedActs(database().db, sessionId)).toEqual(before);
});
