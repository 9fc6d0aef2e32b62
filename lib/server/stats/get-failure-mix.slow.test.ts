import { afterAll, beforeAll, expect, test } from "vitest";
import { aSession } from "@/lib/domain/session-record.fixture";
import { describeOnEngine } from "@/test/engines";
import { startKayle, toParts } from "@/test/sync/harness";
import { startTestDesk, type TestDesk } from "../http/testing/desk";
import { upsertSessions } from "../index/upsert-sessions";
import { runOnce } from "../sync/run-once";
import { readFailureMix } from "./get-failure-mix";

const NOW = new Date("2026-11-23T12:00:00.000Z");
const CHIP = { failure_code: "document_chip_authentication_failed", nfc_tries_used: 3 };
const FACE = { failure_code: "selfie_face_mismatch", liveness_tries_used: 3 };

/** Minutes before now at which each ended, and how. */
const ENDS: [minutes: number, status: string, more?: object][] = [
  [0, "failed", CHIP],
  [59, "failed", CHIP],
  [30, "succeeded"],
  [20, "expired"],
  [61, "failed", FACE],
  [24 * 60 - 1, "succeeded"],
  [24 * 60 + 1, "failed", CHIP],
];

describeOnEngine("failures of the last hour and day", ({ opened }) => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await startTestDesk("http://127.0.0.1:9");
    const reads = ENDS.map(([minutes, status, more], index) => {
      const end = new Date(NOW.getTime() - minutes * 60_000).toISOString();
      const id = `vs_${`${index}`.padStart(64, "0")}`;
      const session = aSession({ id, status, completed_at: end, updated_at: end, ...more });
      return { session, readAt: NOW };
    });
    await upsertSessions(opened().db, reads, { now: NOW, retention: { days: 30 } });
  });
  afterAll(() => desk.close());

  test("are counted by the moment of the end, each in one of the two stretches", async () => {
    const { data } = await readFailureMix(opened().db, NOW);
    expect(data.hour).toMatchObject({ finished: 3, failed: { nfc: 2, liveness: 0 } });
    expect(data.before).toMatchObject({ finished: 2, failed: { nfc: 0, liveness: 1 } });
  });

  test("follow what changes, and say that a day which was never read is not complete", async () => {
    const end = new Date(NOW.getTime() - 60_000).toISOString();
    const id = `vs_${"f".repeat(64)}`;
    const session = aSession({
      id,
      status: "failed",
      completed_at: end,
      updated_at: end,
      ...FACE,
    });
    await upsertSessions(opened().db, [{ session, readAt: NOW }], {
      now: NOW,
      retention: { days: 30 },
    });
    const { data } = await readFailureMix(opened().db, NOW);
    expect(data.hour).toMatchObject({ finished: 4, failed: { nfc: 2, liveness: 1 } });
    expect(data.isComplete).toBe(false);
  });

  test("say that the day is complete once a sync has read all of it", async () => {
    const kayle = await startKayle({ size: 200 });
    const parts = toParts(opened(), kayle);
    await runOnce(parts, { force: true }, new AbortController().signal);
    const { data } = await readFailureMix(opened().db, new Date());
    expect(data.isComplete).toBe(true);
  }, 60_000);
});
