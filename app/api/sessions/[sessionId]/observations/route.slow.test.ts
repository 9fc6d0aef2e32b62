import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { observationsResponseSchema } from "@/lib/contracts/observation";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import type { OpenDatabase } from "@/lib/server/db/db";
import {
  DESK_ORIGIN,
  makeStaff,
  startTestDesk,
  type TestDesk,
} from "@/lib/server/http/testing/desk";
import { readAfterDelivery } from "@/lib/server/sessions/read-after-delivery";
import type { SandboxServer } from "@/sandbox/server";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, startKayle } from "@/test/sync/harness";
import { GET as sessionRoute } from "../route";
import { GET as observationsRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const ORDER = "order-77001";

function call(route: typeof sessionRoute, id: string, { query = "", isPoll = false } = {}) {
  const headers: HeadersInit = isPoll ? { "x-desk-background": "1" } : {};
  const request = new Request(`${DESK_ORIGIN}/api/sessions/x${query}`, { headers });
  return route(request, { params: Promise.resolve({ sessionId: id }) });
}

describeOnEngine("what the desk saw of a session", (engine) => {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };
  let kayle: SandboxServer;
  let desk: TestDesk;

  beforeEach(async () => {
    vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("viewer"));
    await forgetAll(engine.opened());
    await engine.opened().db.execute(sql`truncate session_observations`);
    store.__deskDatabase = Promise.resolve(engine.opened());
    kayle = await startKayle({ size: 0 });
    desk = await startTestDesk(kayle.url, { KAYLE_API_KEY: kayle.sandbox.keys.main });
  });

  afterEach(async () => {
    await desk.close();
    store.__deskDatabase = undefined;
  });

  function create(): string {
    const redirect_url = `https://shop.example/?${ORDER}`;
    const wanted = { hold: true, status: "in_progress", redirect_url };
    return kayle.sandbox.sessions.create([wanted])[0]?.id ?? "";
  }

  async function observationsOf(id: string) {
    const response = await call(observationsRoute, id);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const text = await response.text();
    expect(text).not.toContain(ORDER);
    return observationsResponseSchema.parse(JSON.parse(text)).data;
  }

  test("names who looked: a person, a page that polls, or a delivery of Kayle’s", async () => {
    const id = create();
    await call(sessionRoute, id);
    kayle.sandbox.sessions.patch(id, { nfc_tries_used: 1 });
    await vi.waitFor(
      async () => {
        await call(sessionRoute, id, { isPoll: true });
        expect(await observationsOf(id)).toHaveLength(2);
      },
      { timeout: 8_000, interval: 100 },
    );
    kayle.sandbox.sessions.patch(id, { nfc_tries_used: 2 });
    await readAfterDelivery(id);
    const seen = await observationsOf(id);
    expect(seen.map(({ source }) => source)).toEqual(["view", "poll", "webhook"]);
    expect(seen.map(({ state }) => state?.nfc_tries_used)).toEqual([0, 1, 2]);
  });

  test("is of this session alone, and empty where the desk saw nothing", async () => {
    const [id, other] = [create(), create()];
    await call(sessionRoute, other);
    expect(await observationsOf(id)).toEqual([]);
    expect(await observationsOf(other)).toHaveLength(1);
  });

  test("is refused to strangers, and for what is no id or no parameter", async () => {
    const id = create();
    expect((await call(observationsRoute, "vs_1")).status).toBe(400);
    expect((await call(observationsRoute, id, { query: "?q=1" })).status).toBe(400);
    vi.mocked(findStaffFromRequest).mockResolvedValue(null);
    expect((await call(observationsRoute, id)).status).toBe(401);
  });
});
