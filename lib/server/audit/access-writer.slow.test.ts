import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { type AccessEntry, UNKNOWN_ORIGIN } from "./access-entry";
import { CHAIN_START, hashContent } from "./access-row";
import { listRowsAfter } from "./access-store";
import { createAccessWriter } from "./access-writer";

function toEntry(n: number): AccessEntry {
  return {
    ...UNKNOWN_ORIGIN,
    event: "search",
    outcome: "done",
    actor: { id: "1", name: "Ann \u0000\ud800", role: "agent", signInId: "2" },
    sessionId: null,
    requestId: `req_${n}`,
    details: { z: n, query: "ünï \u0000\udfff", a: [1, "b", null] },
  };
}

describeOnEngine("the access log's writer", (engine) => {
  test("continues one chain without a gap, also with two desks at once", async () => {
    const { db } = engine.opened();
    const writers = [createAccessWriter(db, null), createAccessWriter(db, null)];
    const entries = Array.from({ length: 300 }, (_, n) => toEntry(n));
    await Promise.all(entries.map((entry, n) => writers[n % 2]?.append(entry)));
    const rows = await listRowsAfter(db, 0, 1000);
    expect(rows).toHaveLength(300);
    let last = CHAIN_START;
    for (const { hash, ...content } of rows) {
      expect(content.no).toBe(last.no + 1);
      expect(content.previousHash).toBe(last.hash);
      expect(hashContent(content)).toBe(hash);
      last = { no: content.no, hash };
    }
    expect(new Set(rows.map(({ requestId }) => requestId)).size).toBe(300);
  });

  test.each([
    "update access_log set outcome = 'x'",
    "delete from access_log",
    "truncate access_log",
  ])("the database refuses %j", async (statement) => {
    await expect(engine.opened().db.execute(sql.raw(statement))).rejects.toThrow();
  });
});
