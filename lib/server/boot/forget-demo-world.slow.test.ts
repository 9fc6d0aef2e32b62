import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { readRows } from "../index/index-writer";
import { findObservations } from "../index/observations";
import { removeDeleted } from "../index/remove-sessions";
import { makeSession, RETENTION, toTestId } from "../index/testing/sessions";
import { upsertSessions } from "../index/upsert-sessions";
import { forgetDemoWorld } from "./forget-demo-world";

describeOnEngine("a demo that starts again", (engine) => {
  test("knows nothing of the sandbox before", async () => {
    const { db } = engine.opened();
    const readAt = new Date();
    const reads = [1, 2].map((number) => ({ session: makeSession(number), readAt }));
    await upsertSessions(db, reads, { now: readAt, retention: RETENTION });
    await removeDeleted(db, [toTestId(2)], new Date(readAt.getTime() + 1));
    expect(await findObservations(db, toTestId(1))).toHaveLength(1);
    await forgetDemoWorld(db);
    expect(await findObservations(db, toTestId(1))).toEqual([]);
    const [left] = await readRows<{ rows: number }>(
      db,
      sql`select (select count(*) from session_index)::integer
        + (select count(*) from session_tombstones)::integer as rows`,
    );
    expect(left?.rows).toBe(0);
  });
});
