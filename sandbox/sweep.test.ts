import { describe, expect, it } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox";
import { callSandbox, readSession } from "./test-call";

const NOW = Date.parse("2026-11-23T12:00:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

function start(size = 0): Sandbox {
  return createSandbox({ size, live: false, now: () => NOW });
}

describe("the sweep", () => {
  it("alone closes what ran out: until it has passed the record stays open", async () => {
    const sandbox = start();
    const id = sandbox.notableId("expiring-soon");
    sandbox.clock.advance(5 * MINUTE_MS - 1);
    expect(await readSession(sandbox, id)).toMatchObject({ status: "in_progress" });
    sandbox.clock.advance(1);
    const session = await readSession(sandbox, id);
    expect(session).toMatchObject({ status: "expired", completed_at: "2026-11-23T12:05:00.000Z" });
  });

  it("leaves a record open between its end and the next minute", async () => {
    const sandbox = start();
    const createdAt = new Date(NOW - 60 * MINUTE_MS + 30_000).toISOString();
    const [made] = sandbox.sessions.create([{ created_at: createdAt }]);
    sandbox.clock.advance(59_000);
    const overdue = await readSession(sandbox, made?.id ?? "");
    expect(overdue).toMatchObject({ status: "created", completed_at: null });
    sandbox.clock.advance(1_000);
    expect((await readSession(sandbox, made?.id ?? "")).status).toBe("expired");
  });

  it("passes held records by", async () => {
    const sandbox = start();
    sandbox.clock.advance(DAY_MS);
    const session = await readSession(sandbox, sandbox.notableId("overdue-in-progress"));
    expect(session).toMatchObject({ status: "in_progress", completed_at: null });
  });

  it("tells each session that it closes as an event", async () => {
    const sandbox = start(3_000);
    const open = await callSandbox<{ data: { id: string }[] }>(
      sandbox,
      "GET /v1/sessions?status=in_progress&limit=100",
    );
    sandbox.clock.advance(2 * 60 * MINUTE_MS);
    const states = await Promise.all(open.body.data.map(({ id }) => readSession(sandbox, id)));
    const stillOpen = states.filter((session) => session.status !== "expired");
    expect(stillOpen.every((session) => Date.parse(session.expires_at) < NOW)).toBe(true);
    const { body } = await callSandbox<{ data: { trigger_id: string }[] }>(
      sandbox,
      "GET /v1/events?type=verification.session.expired&limit=100",
    );
    const told = new Set(body.data.map((event) => event.trigger_id));
    const closed = states.filter((session) => session.status === "expired");
    expect(closed.length).toBeGreaterThan(0);
    expect(closed.filter((session) => !told.has(session.id))).toEqual([]);
  });

  it("cuts the failure code out after seven days and leaves the counters", async () => {
    const sandbox = start();
    const id = sandbox.notableId("failed-nfc-third");
    sandbox.clock.advance(7 * DAY_MS);
    expect(await readSession(sandbox, id)).toMatchObject({
      status: "failed",
      failure_code: null,
      nfc_tries_used: 3,
    });
  });

  it("deletes thirty days after the end, so that the id is unknown", async () => {
    const sandbox = start(1_000);
    const before = await callSandbox<{ data: { id: string }[] }>(
      sandbox,
      "GET /v1/sessions?limit=100",
    );
    sandbox.clock.advance(31 * DAY_MS);
    for (const { id } of before.body.data) {
      const { status, body } = await callSandbox(sandbox, `GET /v1/sessions/${id}`);
      const isHeld =
        status === 200 && (body["data"] as { completed_at: null }).completed_at === null;
      expect(isHeld || status === 404).toBe(true);
    }
  });
});
