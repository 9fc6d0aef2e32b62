import { describe, expect, it } from "vitest";
import { FAILURE_CODES, SESSION_STATUSES, type SessionRecord } from "@/lib/domain/session";
import { createSandbox, type Sandbox } from "./sandbox";
import { listOccurringStates } from "./states";
import { callSandbox, readSession, walkList } from "./test-call";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const fixed = { now: () => NOW };

async function readAll(sandbox: Sandbox): Promise<SessionRecord[]> {
  return walkList(sandbox, "/v1/sessions", { limit: "100" });
}

describe("the world of a sandbox", () => {
  it("is the same for the same seed and clock, events and deliveries included", async () => {
    const [a, b] = [createSandbox({ seed: 7, ...fixed }), createSandbox({ seed: 7, ...fixed })];
    expect(await readAll(a)).toEqual(await readAll(b));
    expect(a.notable()).toEqual(b.notable());
    for (const path of ["/v1/events", "/v1/webhooks/deliveries", "/v1/webhooks/endpoints"]) {
      expect(await walkList(a, path)).toEqual(await walkList(b, path));
    }
  });

  it("has other sessions for another seed", async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((seed) => readAll(createSandbox({ seed, ...fixed }))),
    );
    const ids = new Set(a?.map((session) => session.id));
    expect(b?.filter((session) => ids.has(session.id))).toEqual([]);
  });

  it("keeps the ids of the named sessions when the start or the size is another", () => {
    const ids = (sandbox: Sandbox) => sandbox.notable().map(({ name, id }) => [name, id]);
    const later = createSandbox({ seed: 3, size: 900, now: () => NOW + 86_400_000 });
    expect(ids(later)).toEqual(ids(createSandbox({ seed: 3, ...fixed })));
  });

  it("holds as many sessions as asked for, all within thirty days, plus the living ones", async () => {
    const all = await readAll(createSandbox({ size: 500, live: false, ...fixed }));
    expect(all).toHaveLength(500);
    const oldest = Math.min(...all.map((session) => Date.parse(session.created_at)));
    expect(NOW - oldest).toBeLessThan(30 * 86_400_000);
    expect(NOW - oldest).toBeGreaterThan(25 * 86_400_000);
  });

  it("covers every status, failure code and pair of counters that can occur", async () => {
    const all = await readAll(createSandbox({ live: false, ...fixed }));
    const key = (s: string, c: string | null, n: number, l: number) => `${s} ${c} ${n}/${l}`;
    const held = new Set(
      all.map((s) => key(s.status, s.failure_code, s.nfc_tries_used, s.liveness_tries_used)),
    );
    const missing = listOccurringStates()
      .map((s) => key(s.status, s.failureCode, s.nfcTriesUsed, s.livenessTriesUsed))
      .filter((wanted) => !held.has(wanted));
    expect(missing).toEqual([]);
    expect(new Set(all.map((s) => s.status))).toEqual(new Set(SESSION_STATUSES));
    expect(new Set(all.map((s) => s.failure_code))).toEqual(new Set([null, ...FAILURE_CODES]));
  });

  it("holds no record that Kayle could not send", async () => {
    for (const s of await readAll(createSandbox({ size: 3_000, live: false, ...fixed }))) {
      const isOpen = s.status === "created" || s.status === "in_progress";
      expect(s.id).toMatch(/^vs_[a-z0-9]{64}$/);
      expect(s.completed_at === null).toBe(isOpen);
      if (!["failed", "cancelled"].includes(s.status)) expect(s.failure_code).toBeNull();
      if (isOpen || s.status === "succeeded" || s.status === "expired") {
        expect(Math.max(s.nfc_tries_used, s.liveness_tries_used)).toBeLessThan(3);
      }
      const [created, expires, updated] = [s.created_at, s.expires_at, s.updated_at].map(
        Date.parse,
      );
      expect((expires ?? 0) - (created ?? 0)).toBe(3_600_000);
      expect(updated).toBeGreaterThanOrEqual(created ?? 0);
      expect(updated).toBeLessThanOrEqual(NOW);
      const end = s.completed_at === null ? NOW : Date.parse(s.completed_at);
      if (s.failure_code !== null) expect(NOW - end).toBeLessThan(7 * 86_400_000);
    }
  });

  it("names one session of each kind that somebody may look for", async () => {
    const sandbox = createSandbox(fixed);
    const read = (name: string) => readSession(sandbox, sandbox.notableId(name));
    expect(await read("failed-nfc-third")).toMatchObject({ status: "failed", nfc_tries_used: 3 });
    expect(await read("failed-anti-cloning-0")).toMatchObject({
      failure_code: "document_anti_cloning_attestation_failed",
      nfc_tries_used: 0,
      liveness_tries_used: 0,
    });
    expect(await read("failed-no-code")).toMatchObject({ status: "failed", failure_code: null });
    expect(await read("webhook-null")).toMatchObject({ webhook_endpoint_id: null });
    expect(await read("webhook-string")).toMatchObject({ webhook_endpoint_id: expect.any(String) });
    expect((await read("webhook-array")).webhook_endpoint_id).toHaveLength(2);
    expect((await read("redirect-order")).redirect_url).toContain("?order=A-48213");
    for (const name of ["overdue-created", "overdue-in-progress"]) {
      const session = await read(name);
      expect([session.completed_at, Date.parse(session.expires_at) < NOW]).toEqual([null, true]);
    }
    for (let count = 0; count <= 32; count++) {
      const session = await read(`share-fields-count-${count}`);
      expect(Object.keys(session.share_fields)).toHaveLength(count);
    }
  });

  it("keeps the earlier end of a session that was withdrawn, and tells both as events", async () => {
    const sandbox = createSandbox(fixed);
    const id = sandbox.notableId("cancelled-after-success");
    const session = await readSession(sandbox, id);
    expect(session.status).toBe("cancelled");
    expect(Date.parse(session.updated_at)).toBeGreaterThan(
      Date.parse(session.completed_at ?? "") + 60_000,
    );
    type Event = { id: string; type: string; trigger_id: string };
    const events = await walkList<Event>(sandbox, "/v1/events", { limit: "100" });
    expect(events.filter((event) => event.trigger_id === id).map((event) => event.type)).toEqual([
      "verification.session.cancelled",
      "verification.session.succeeded",
    ]);
  });

  it("has reasons and claim keys meant to do harm, sent as they are", async () => {
    const sandbox = createSandbox(fixed);
    const { share_fields } = await readSession(sandbox, sandbox.notableId("hostile-reasons"));
    const reasons = Object.values(share_fields).map((field) => field.reason);
    expect(reasons).toContain("");
    expect(reasons.some((reason) => reason.includes("<script>"))).toBe(true);
    expect(reasons.some((reason) => reason.includes("\u202e"))).toBe(true);
    expect(Math.max(...reasons.map((reason) => reason.length))).toBe(200);
    const keys = await readSession(sandbox, sandbox.notableId("hostile-claim-keys"));
    expect(Object.keys(keys.share_fields)).toContain("__proto__");
  });

  it("holds no cancel token unless the switch says so, and then only in some", async () => {
    const withToken = async (leakCancelTokens: boolean) => {
      const all = await readAll(createSandbox({ leakCancelTokens, ...fixed }));
      return all.filter((session) => session.verification_url.includes("?cancel_token=")).length;
    };
    expect(await withToken(false)).toBe(0);
    expect(await withToken(true)).toBeGreaterThan(10);
    expect(await withToken(true)).toBeLessThan(200);
  });

  it("sends values and fields of tomorrow only with the switch", async () => {
    expect(() => createSandbox(fixed).notableId("unknown-status")).toThrow();
    const sandbox = createSandbox({ future: true, ...fixed });
    const read = (name: string) => readSession(sandbox, sandbox.notableId(name));
    expect((await read("unknown-status")).status).toBe("awaiting_review");
    expect(await read("unknown-fields")).toHaveProperty("internal_secret_note");
  });

  it("keeps organisations apart", async () => {
    const sandbox = createSandbox(fixed);
    const foreign = `GET /v1/sessions/${sandbox.notableId("other-organisation")}`;
    expect((await callSandbox(sandbox, foreign)).status).toBe(404);
    expect((await callSandbox(sandbox, foreign, { key: "other" })).status).toBe(200);
    expect((await callSandbox(sandbox, foreign, { key: "frozen" })).status).toBe(410);
    const own = `GET /v1/sessions/${sandbox.notableId("succeeded")}`;
    expect((await callSandbox(sandbox, own, { key: "other" })).status).toBe(404);
  });
});
