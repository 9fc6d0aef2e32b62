import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  resendResponseSchema,
  type SessionWebhooksResponse,
  sessionWebhooksResponseSchema,
} from "@/lib/contracts/session-webhooks";
import type { KayleDelivery } from "@/lib/domain/kayle-event";
import type { StaffRole } from "@/lib/domain/roles";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import {
  FAILED,
  makeDelivery,
  makeDeliveryPage,
  makeEvent,
} from "@/lib/server/events/testing/wire-events";
import { upsertEvents } from "@/lib/server/events/upsert-events";
import { DESK_ORIGIN, makeStaff, type TestDesk } from "@/lib/server/http/testing/desk";
import { errorOf, type KayleAnswer, setUpDesk } from "@/lib/server/http/testing/route-harness";
import { saveState } from "@/lib/server/index/sync-state";
import { takeLease } from "@/lib/server/sync/lease";
import { type LoopbackServer, sendJson } from "@/lib/server/upstream/testing/loopback-server";
import { makeId, WIRE_ERRORS } from "@/lib/server/upstream/testing/wire";
import { provideDatabase } from "@/test/desk";
import { GET as getOnResendRoute, POST as resendRoute } from "./[deliveryId]/resend/route";
import { GET as webhooksRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const SETUP_MS = 60_000;
const ID = makeId("42");
const OTHER = makeId("43");
const CONFLICT = {
  data: null,
  error: { code: "CONFLICT", message: "Webhook delivery cannot be retried.", hint: "", docs: "" },
};

const database = provideDatabase();
let desk: TestDesk;
let kayle: LoopbackServer;
let answer: KayleAnswer;

beforeAll(async () => {
  await takeLease(database().db, { name: "sync", holder: "test", leaseMs: 3_600_000 });
}, SETUP_MS);

beforeEach(async () => {
  await database().db.execute(sql`truncate kayle_events, kayle_deliveries, sync_state`);
  answer = (_, response) => sendJson(response, 500, {});
  ({ desk, kayle } = await setUpDesk((...call) => answer(...call)));
  signIn("agent");
});

function signIn(role: StaffRole | null): void {
  vi.mocked(findStaffFromRequest).mockResolvedValue(role && makeStaff(role));
}

/** The session's one event with this delivery, read `secondsAgo`. */
async function keep(changes: Partial<KayleDelivery>, secondsAgo = 60): Promise<void> {
  const now = new Date();
  const created_at = new Date(now.getTime() - 600_000).toISOString();
  const deliveries = [makeDelivery("a", changes)];
  const event = makeEvent("a", ID, { created_at, deliveries });
  const askedAt = new Date(now.getTime() - secondsAgo * 1000);
  await upsertEvents(database().db, [event], { askedAt, now, retention: { days: 30 } });
}

function saveEventState(access: "ok" | "no_scope", asOf: string | null): Promise<void> {
  const windowStart = "2026-01-01T00:00:00.000Z";
  const rest = { knownTo: null, windowStart, pending: [], unreadable: 0, fault: null };
  return saveState(database().db, "events", { access, asOf, ...rest }, "test");
}

function get(query = "", id = ID): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x/webhooks${query}`);
  return webhooksRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

async function read(query = ""): Promise<SessionWebhooksResponse> {
  const response = await get(query);
  expect(response.status).toBe(200);
  return sessionWebhooksResponseSchema.parse(await response.json());
}

describe("GET /api/sessions/{id}/webhooks", () => {
  test("gives what the desk has of this session alone, and asks Kayle nothing", async () => {
    await keep({ status: "pending" });
    await saveEventState("ok", "2026-11-23T05:00:00.000Z");
    const { data, meta } = await read();
    expect(data.events).toMatchObject([{ id: "evt_a", deliveries: [{ status: "pending" }] }]);
    expect(meta).toMatchObject({ access: "ok", asOf: "2026-11-23T05:00:00.000Z", liveFault: null });
    const other = sessionWebhooksResponseSchema.parse(await (await get("", OTHER)).json());
    expect(other.data.events).toEqual([]);
    expect(kayle.seen).toEqual([]);
  });

  test.each([
    ["nobody has asked Kayle yet", null, "unknown"],
    ["the key lacks the scope", "no_scope" as const, "no_scope"],
  ])("says so when %s", async (_, state, access) => {
    if (state) await saveEventState(state, null);
    expect((await read()).meta.access).toBe(access);
  });

  test("reads an open delivery at Kayle when asked, once for everybody and five seconds", async () => {
    await keep({ status: "pending" });
    answer = (_, response) => {
      const now = [makeDelivery("a", { status: "succeeded", last_status_code: 200 })];
      sendJson(response, 200, makeDeliveryPage("evt_a", now));
    };
    const all = await Promise.all(Array.from({ length: 20 }, () => read("?live=1")));
    for (const { data } of all) expect(data.events[0]?.deliveries[0]?.status).toBe("succeeded");
    expect(kayle.seen.map(({ path }) => path)).toEqual([
      "/v1/webhooks/deliveries?event_id=evt_a&limit=100",
    ]);
    await keep({ status: "pending" }, 0);
    await read("?live=1");
    expect(kayle.seen).toHaveLength(1);
  });

  test("asks Kayle nothing about deliveries that cannot change any more", async () => {
    await keep({ status: "succeeded", payload_retention_reason: "delivered" });
    await read("?live=1");
    expect(kayle.seen).toEqual([]);
  });

  test.each([
    [403, WIRE_ERRORS.forbidden, "UPSTREAM_FORBIDDEN"],
    [404, "404 Not Found", "UPSTREAM_CONTRACT"],
    [200, { data: "?" }, "UPSTREAM_CONTRACT"],
  ])(
    "shows what it has, and that the read failed, when Kayle answers %i",
    async (status, body, code) => {
      await keep({ status: "pending" });
      answer = (_, response) => sendJson(response, status, body);
      const { data, meta } = await read("?live=1");
      expect(data.events[0]?.deliveries[0]?.status).toBe("pending");
      expect(meta.liveFault).toBe(code);
    },
  );

  test("is refused to strangers and for what is no id or no parameter", async () => {
    expect((await get("", "vs_1")).status).toBe(400);
    expect((await get("?live=yes")).status).toBe(400);
    signIn(null);
    expect((await get()).status).toBe(401);
    expect(kayle.seen).toEqual([]);
  });
});

const FROM_DESK = { "sec-fetch-site": "same-origin", "content-type": "application/json" };

function resend({
  headers = FROM_DESK as Record<string, string>,
  id = ID,
  delivery = "whd_a",
  body = "{}",
} = {}): Promise<Response> {
  const url = `${DESK_ORIGIN}/api/sessions/x/webhooks/y/resend`;
  const request = new Request(url, { method: "POST", headers, body });
  return resendRoute(request, { params: Promise.resolve({ sessionId: id, deliveryId: delivery }) });
}

/** Kayle answers the resend with `status` and `body`, and from then on lists `after`. */
function kayleThat(status: number, body: unknown, after: Partial<KayleDelivery> | null): void {
  answer = ({ method }, response) => {
    if (method === "POST") return sendJson(response, status, body);
    const now = after ? [makeDelivery("a", after)] : [];
    return sendJson(response, 200, makeDeliveryPage("evt_a", now));
  };
}

describe("POST …/webhooks/{delivery}/resend", () => {
  test.each([
    ["is on its way", { status: "pending" }, "queued"],
    ["has arrived meanwhile", { status: "succeeded" }, "delivered"],
    ["has failed once more meanwhile", FAILED, "failed"],
  ])("tells by a second read that the delivery %s", async (_, after, outcome) => {
    await keep(FAILED);
    kayleThat(200, { data: {}, error: null }, after);
    const response = await resend();
    expect(response.status).toBe(200);
    const { data, meta } = resendResponseSchema.parse(await response.json());
    expect(meta.outcome).toBe(outcome);
    expect(data.events[0]?.deliveries[0]).toMatchObject({ status: after.status });
    expect(kayle.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /v1/webhooks/deliveries/whd_a/retry",
      "GET /v1/webhooks/deliveries?event_id=evt_a&limit=100",
    ]);
    const line = desk.logLines.map((text) => JSON.parse(text)).find((one) => one.outcome);
    expect(line).toMatchObject({ staffId: "staff-agent", sessionId: ID, deliveryId: "whd_a" });
  });

  test.each([
    ["on its way", { status: "delivering" }, "on its way"],
    ["arrived", { status: "succeeded", payload_retention_reason: "delivered" }, "arrived"],
    ["withdrawn", { ...FAILED, payload_retention_reason: "privacy_request" }, "withdrew"],
    ["without a key", { ...FAILED, payload_retention_reason: "no_active_key" }, "no active key"],
    ["never encrypted", { ...FAILED, payload_retention_reason: "jwe_creation_failed" }, "encrypt"],
    ["out of time", { ...FAILED, payload_retention_reason: "expired" }, "no longer keeps"],
  ])("says why Kayle refuses one that is %s", async (_, after, words) => {
    await keep(FAILED);
    kayleThat(409, CONFLICT, after);
    const response = await resend();
    expect(response.status).toBe(409);
    const error = await errorOf(response);
    expect(error.code).toBe("DELIVERY_NOT_RESENDABLE");
    expect(error.hint).toContain(words);
  });

  test("takes a refusal for true although its reason cannot be read", async () => {
    await keep(FAILED);
    answer = ({ method }, response) => sendJson(response, method === "POST" ? 409 : 503, CONFLICT);
    expect(await errorOf(await resend())).toMatchObject({ code: "DELIVERY_NOT_RESENDABLE" });
  });

  test.each([
    [404, WIRE_ERRORS.notFound, "DELIVERY_NOT_FOUND", "30 days"],
    [403, WIRE_ERRORS.forbidden, "UPSTREAM_FORBIDDEN", "webhooks:write"],
    [401, WIRE_ERRORS.unauthorized, "UPSTREAM_UNAUTHORIZED", "key"],
    [410, WIRE_ERRORS.frozen, "ORGANIZATION_FROZEN", "owner"],
    [429, {}, "UPSTREAM_BUSY", "moment"],
    [500, "Internal Server Error", "UPSTREAM_ERROR", "Kayle"],
  ])("puts Kayle's %i into words of its own", async (status, body, code, words) => {
    await keep(FAILED);
    kayleThat(status, body, FAILED);
    const error = await errorOf(await resend());
    expect(error).toMatchObject({ code, hint: expect.stringContaining(words) });
    expect(kayle.seen.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  test("tells the truth when the answer was lost but it took effect", async () => {
    await keep(FAILED);
    answer = ({ method }, response) => {
      if (method === "POST") return response.socket?.destroy();
      const now = [makeDelivery("a", { status: "pending", attempt_count: 8 })];
      return sendJson(response, 200, makeDeliveryPage("evt_a", now));
    };
    const { meta } = resendResponseSchema.parse(await (await resend()).json());
    expect(meta.outcome).toBe("queued");
  });

  test("says that it cannot tell when the answer was lost and nothing shows it", async () => {
    await keep(FAILED);
    answer = ({ method }, response) => {
      if (method === "POST") return response.socket?.destroy();
      return sendJson(response, 200, makeDeliveryPage("evt_a", [makeDelivery("a", FAILED)]));
    };
    expect(await errorOf(await resend())).toMatchObject({ code: "RESEND_UNCONFIRMED" });
  });

  test("says that it cannot tell when Kayle took it and the second read fails", async () => {
    await keep(FAILED);
    answer = ({ method }, response) => sendJson(response, method === "POST" ? 200 : 503, {});
    expect(await errorOf(await resend())).toMatchObject({ code: "RESEND_UNCONFIRMED" });
  });

  test.each([
    ["of another session", { id: OTHER }],
    ["that nobody knows", { delivery: "whd_b" }],
    ["whose id is none", { delivery: "../../sessions" }],
  ])("refuses a delivery %s before Kayle hears of it", async (_, changes) => {
    await keep(FAILED);
    expect(await errorOf(await resend(changes))).toMatchObject({ code: "DELIVERY_NOT_FOUND" });
    expect(kayle.seen).toEqual([]);
  });

  test.each([
    ["from another site", { headers: { ...FROM_DESK, "sec-fetch-site": "cross-site" } }, 403],
    ["as a form", { headers: { ...FROM_DESK, "content-type": "text/plain" } }, 415],
    ["with more than nothing in it", { body: '{"event":"all"}' }, 400],
    ["for a malformed session", { id: "vs_1" }, 400],
  ])("is refused %s", async (_, changes, status) => {
    await keep(FAILED);
    expect((await resend(changes)).status).toBe(status);
    expect(kayle.seen).toEqual([]);
  });

  test("is refused to a viewer and as a GET, before Kayle hears of it", async () => {
    await keep(FAILED);
    signIn("viewer");
    expect(await errorOf(await resend())).toMatchObject({ code: "FORBIDDEN" });
    expect(getOnResendRoute(new Request(DESK_ORIGIN)).headers.get("allow")).toBe("POST");
    expect(kayle.seen).toEqual([]);
  });
});
