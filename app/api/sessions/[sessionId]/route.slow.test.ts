import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { errorResponseSchema } from "@/lib/contracts/api";
import type { AccessWriter } from "@/lib/server/audit/access-writer";
import { findStaffFromRequest } from "@/lib/server/auth/find-staff";
import type { OpenDatabase } from "@/lib/server/db/db";
import {
  DESK_ORIGIN,
  makeStaff,
  startTestDesk,
  type TestDesk,
} from "@/lib/server/http/testing/desk";
import { toExpectedEntry } from "@/lib/server/index/testing/expected-entry";
import { readIndex } from "@/lib/server/index/testing/read-index";
import { findSeenBefore } from "@/lib/server/index/tombstones";
import { cancelSession } from "@/lib/server/sessions/cancel-session";
import { readSession } from "@/lib/server/sessions/read-session";
import { makeId } from "@/lib/server/upstream/testing/wire";
import type { SandboxServer } from "@/sandbox/server";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, startKayle } from "@/test/sync/harness";
import { GET as sessionRoute } from "./route";

// Who is signed in is the one thing decided elsewhere; all the rest is the real desk.
vi.mock("@/lib/server/auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

const UNKNOWN_ID = makeId("99");
const agent = makeStaff("agent");

function getSession(id: string): Promise<Response> {
  const request = new Request(`${DESK_ORIGIN}/api/sessions/${id}`);
  return sessionRoute(request, { params: Promise.resolve({ sessionId: id }) });
}

async function readError(id: string) {
  const response = await getSession(id);
  expect(response.status).toBe(404);
  return errorResponseSchema.parse(await response.json()).error;
}

describeOnEngine("a person's read of a session", (engine) => {
  const store = globalThis as {
    __deskDatabase?: Promise<OpenDatabase> | undefined;
    __deskAccessWriter?: AccessWriter;
  };
  let kayle: SandboxServer;
  let desk: TestDesk;

  beforeEach(async () => {
    vi.mocked(findStaffFromRequest).mockResolvedValue(agent);
    await forgetAll(engine.opened());
    store.__deskDatabase = Promise.resolve(engine.opened());
    kayle = await startKayle({ size: 0 });
    desk = await startTestDesk(kayle.url, {
      KAYLE_API_KEY: kayle.sandbox.keys.deskRead,
      KAYLE_WRITE_API_KEY: kayle.sandbox.keys.deskWrite,
    });
  });

  afterEach(async () => {
    await desk.close();
    store.__deskDatabase = undefined;
  });

  function create(fields: Record<string, unknown> = {}): string {
    return kayle.sandbox.sessions.create([fields])[0]?.id ?? "";
  }

  function failToOpen(): void {
    store.__deskDatabase = Promise.reject(new Error(`cannot open for ${UNKNOWN_ID}`));
    store.__deskDatabase.catch(() => undefined);
  }

  /** Waits until the index holds what Kayle has of this session. No sync runs here. */
  async function waitUntilIndexed(id: string): Promise<void> {
    await vi.waitFor(async () => {
      const session = kayle.sandbox.sessions.find(id);
      if (!session) throw new Error("no such session");
      expect(await readIndex(engine.opened().db)).toEqual([toExpectedEntry(session)]);
    }, 5_000);
  }

  test("brings it into the index, and each change that it shows", async () => {
    const id = create({ redirect_url: "https://shop.example/?order=7" });
    expect((await getSession(id)).status).toBe(200);
    await waitUntilIndexed(id);
    kayle.sandbox.sessions.patch(id, { status: "in_progress", nfc_tries_used: 2 });
    expect((await getSession(id)).status).toBe(200);
    await waitUntilIndexed(id);
  });

  test("does so for the page as for the API, and a cancel does too", async () => {
    const id = create();
    expect((await readSession(id, { staff: agent })).ok).toBe(true);
    await waitUntilIndexed(id);
    await cancelSession(id, { reason: "asked" }, { staff: agent });
    expect(kayle.sandbox.sessions.find(id)?.status).toBe("cancelled");
    await waitUntilIndexed(id);
  });

  test("that shows nothing new writes nothing", async () => {
    const id = create();
    await getSession(id);
    await waitUntilIndexed(id);
    const { db } = engine.opened();
    const transactions = vi.spyOn(db, "transaction");
    for (let reads = 0; reads < 5; reads += 1) await getSession(id);
    // The last note is over once that of another session has come in.
    const other = create();
    await getSession(other);
    await vi.waitFor(async () => expect(await readIndex(db)).toHaveLength(2), 5_000);
    expect(transactions).toHaveBeenCalledTimes(1);
    transactions.mockRestore();
  });

  describe("that Kayle answers with 404", () => {
    test("tells how the desk last saw it, and leaves a tombstone in its place", async () => {
      const id = create({ status: "failed", failure_code: "liveness_failed" });
      const before = Date.now();
      await getSession(id);
      await waitUntilIndexed(id);
      const after = Date.now();
      kayle.sandbox.sessions.remove(id);
      const first = await readError(id);
      expect(first.details?.seenBefore?.lastStatus).toBe("failed");
      const seenAt = Date.parse(first.details?.seenBefore?.lastSeenAt ?? "");
      expect(seenAt).toBeGreaterThanOrEqual(before);
      expect(seenAt).toBeLessThanOrEqual(after);
      const { db } = engine.opened();
      await vi.waitFor(async () => expect(await readIndex(db)).toEqual([]), 5_000);
      expect(await findSeenBefore(db, id)).toMatchObject({ lastStatus: "failed" });
      expect((await readError(id)).details).toEqual(first.details);
      const page = await readSession(id, { staff: agent });
      expect(page).toMatchObject({ ok: false, error: { details: first.details } });
    });

    test("says so where the desk has no trace of it, and leaves none", async () => {
      expect((await readError(UNKNOWN_ID)).details).toEqual({ seenBefore: null });
      expect(await findSeenBefore(engine.opened().db, UNKNOWN_ID)).toBeNull();
    });
  });

  describe("while the database fails", () => {
    test("nothing is shown, as the view cannot be written down", async () => {
      failToOpen();
      for (const id of [create(), UNKNOWN_ID]) {
        const response = await getSession(id);
        expect(response.status).toBe(503);
        const { error } = errorResponseSchema.parse(await response.json());
        expect(error).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
      }
    });

    describe("but for the access log", () => {
      beforeEach(() => {
        store.__deskAccessWriter = { append: () => Promise.resolve() };
      });

      test("is answered as ever, and the log has the fault without the id", async () => {
        failToOpen();
        const id = create();
        expect((await getSession(id)).status).toBe(200);
        const line = () => desk.logLines.find((one) => one.includes("could not be noted"));
        await vi.waitFor(() => expect(line()).toBeDefined(), 10_000);
        expect(line()).not.toMatch(new RegExp(`${id}|${UNKNOWN_ID}`));
        expect((await readError(UNKNOWN_ID)).details).toEqual({});
      });

      test("does not wait for it for ever, and only where its answer is wanted", async () => {
        store.__deskDatabase = new Promise(() => {});
        const id = create();
        expect((await getSession(id)).status).toBe(200);
        expect((await readError(UNKNOWN_ID)).details).toEqual({});
      });
    });
  });
});
