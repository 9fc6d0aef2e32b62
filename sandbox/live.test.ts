import { describe, expect, it } from "vitest";
import { createSandbox } from "./sandbox";
import { callSandbox, readSession } from "./test-call";

const NOW = Date.parse("2026-11-23T12:00:00Z");

describe("sessions that live", () => {
  const start = () => createSandbox({ control: true, now: () => NOW });

  it("succeed after one failed try, step by step", async () => {
    const sandbox = start();
    const { progress, notable } = sandbox.world();
    progress();
    const id = notable().find((one) => one.name === "live-succeeds")?.id ?? "";
    const seen: string[] = [];
    for (let second = 0; second <= 60; second++) {
      const { status, nfc_tries_used } = await readSession(sandbox, id);
      const now = `${status} ${nfc_tries_used}`;
      if (seen.at(-1) !== now) seen.push(now);
      sandbox.clock.advance(1_000);
    }
    expect(seen).toEqual(["created 0", "in_progress 0", "in_progress 1", "succeeded 1"]);
  });

  it("fail by the third try, and run out at the sweep after their hour", async () => {
    const sandbox = start();
    sandbox.world().progress();
    const [fails, expires] = ["live-fails", "live-expires"].map((name) => sandbox.notableId(name));
    sandbox.clock.advance(61_000);
    expect(await readSession(sandbox, fails ?? "")).toMatchObject({
      status: "failed",
      nfc_tries_used: 3,
      failure_code: "document_chip_authentication_failed",
      completed_at: "2026-11-23T12:00:44.000Z",
    });
    expect((await readSession(sandbox, expires ?? "")).status).toBe("expired");
  });

  it("begin anew as another session, so that no record ever opens again", async () => {
    const sandbox = start();
    sandbox.world().progress();
    const first = sandbox.notableId("live-succeeds");
    sandbox.clock.advance(185_000);
    sandbox.world().progress();
    const second = sandbox.notableId("live-succeeds");
    expect(second).not.toBe(first);
    expect((await readSession(sandbox, first)).status).toBe("succeeded");
    expect((await readSession(sandbox, second)).status).toBe("created");
  });

  it("stop where a person cancels them", async () => {
    const sandbox = start();
    sandbox.world().progress();
    const id = sandbox.notableId("live-fails");
    sandbox.clock.advance(21_000);
    await callSandbox(sandbox, `POST /v1/sessions/${id}/cancel`);
    sandbox.clock.advance(60_000);
    expect(await readSession(sandbox, id)).toMatchObject({
      status: "cancelled",
      nfc_tries_used: 1,
    });
  });

  it("begin when asked, at the asked pace", async () => {
    const sandbox = start();
    const call = "POST /__control/live";
    const body = { script: "live-fails", pace: 10 };
    const answer = await callSandbox<{ id: string }>(sandbox, call, { body });
    sandbox.clock.advance(4_400);
    expect((await readSession(sandbox, answer.body.id)).status).toBe("failed");
  });
});
