import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { forgetAll, openWorld, SETTINGS } from "@/test/sync/harness";
import { readRows } from "../index/index-writer";
import type { IndexedSession } from "../index/indexed-session";
import { readIndex } from "../index/testing/read-index";
import { makeSession, toTestId } from "../index/testing/sessions";
import { findSeenBefore } from "../index/tombstones";
import { upsertSessions } from "../index/upsert-sessions";

const DAY_MS = 86_400_000;

describeOnEngine("what is past its time here", (engine) => {
  const began = Date.now() - 31 * DAY_MS;
  const times = {
    created_at: new Date(began).toISOString(),
    expires_at: new Date(began + 3_600_000).toISOString(),
    updated_at: new Date(began).toISOString(),
    redirect_url: "https://bygone.example/back?order=1",
  };
  const ended = makeSession(1, {
    ...times,
    status: "succeeded",
    completed_at: new Date(began + 60_000).toISOString(),
  });
  const neverEnded = makeSession(2, times);

  beforeEach(() => forgetAll(engine.opened()));

  /** As a desk wrote them that was there 31 days ago. */
  function write(...sessions: IndexedSession[]): Promise<number> {
    const readAt = new Date(began + 120_000);
    const reads = sessions.map((session) => ({ session, readAt }));
    return upsertSessions(engine.opened().db, reads, {
      now: readAt,
      retention: SETTINGS.retention,
    });
  }

  async function expectGone(id: string): Promise<void> {
    const { db } = engine.opened();
    expect(await readIndex(db)).toEqual([]);
    expect(await findSeenBefore(db, id)).not.toBeNull();
    const mentions = await readRows(db, sql`select session_id from session_observations`);
    expect(mentions).toEqual([]);
  }

  test("goes from a running desk, ended or not, even while Kayle is away", async () => {
    const world = await openWorld(engine.opened(), { size: 0 });
    world.sandbox.faults.add({ kind: "error", status: 503, pathPrefix: "/v1/" });
    await write(ended, neverEnded);
    world.start();
    await world.clock.runFor(10);
    await expectGone(toTestId(1));
    expect(await findSeenBefore(engine.opened().db, toTestId(2))).not.toBeNull();
  });

  test("goes with `npm run sync -- once` too, where no desk runs for long", async () => {
    const world = await openWorld(engine.opened(), { size: 0 });
    await write(ended);
    await world.once();
    await expectGone(toTestId(1));
  });
});
