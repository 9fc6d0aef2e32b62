import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import type { Db } from "../db/db";
import { type AccessRow, toAccessLogKey, toCanonicalJson } from "./access-chain";
import { findHead, listRowsAfter } from "./access-store";
import { createAccessWriter } from "./access-writer";
import { removeOldAccess } from "./retention";
import { appendMany, TEST_KEY, tamper, toTestEntry } from "./testing/entries";
import { verifyChain } from "./verify-chain";

const DAY_MS = 86_400_000;
const keys = [TEST_KEY];
const NEW_KEY = toAccessLogKey("the key after the first change 012");
const NEWEST_KEY = toAccessLogKey("the key after the second change 01");

/** What the log's own code would have written without a key: anybody can compute it. */
function toPlainHash({ hash: _, at, ...content }: AccessRow): string {
  const canonical = toCanonicalJson({ ...content, at: at.toISOString() });
  return createHash("sha256").update(canonical).digest("hex");
}

/** The owner of the database rewrites the log from this row on, as a whole chain. */
async function rewriteFrom(db: Db, no: number, seal: (row: AccessRow) => string): Promise<void> {
  const rows = await listRowsAfter(db, no - 1, 1_000);
  let previousHash = rows[0]?.previousHash ?? "";
  const updates: string[] = [];
  for (const row of rows) {
    const changed = { ...row, previousHash, ...(row.no === no && { staffName: "Somebody else" }) };
    const hash = seal(changed);
    updates.push(
      `update access_log set staff_name = '${changed.staffName}', previous_hash = '${previousHash}', hash = '${hash}' where no = ${row.no}`,
    );
    previousHash = hash;
  }
  await tamper(db, ...updates);
}

describeOnEngine("verifying the access log", (engine) => {
  beforeEach(async () => {
    const { db } = engine.opened();
    await tamper(db, "delete from access_log");
    await appendMany(createAccessWriter(db, TEST_KEY), 12);
    expect((await verifyChain(db, { keys })).faults).toEqual([]);
  });

  const flip = (column: string) => `${column} = overlay(${column} placing '~' from 1)`;

  test.each([
    ["at", "at = at + interval '1 millisecond'"],
    ...["event", "outcome", "staff_id", "staff_name", "role", "sign_in_id", "session_id"].map(
      (column) => [column, flip(column)],
    ),
    ...["purpose", "request_id", "client", "previous_hash", "hash"].map((column) => [
      column,
      flip(column),
    ]),
    ["details", `details = '{"n": 8}'`],
    ["a name in details", `details = '{"m": 7}'`],
    ["a purpose that was taken away", "purpose = null"],
  ])("finds one change in %s", async (_what, change) => {
    const { db } = engine.opened();
    await tamper(db, `update access_log set ${change} where no = 7`);
    const { faults } = await verifyChain(db, { keys });
    expect(faults[0]).toMatch(/^Row [78] /);
  });

  test("finds a row that was deleted", async () => {
    const { db } = engine.opened();
    await tamper(db, "delete from access_log where no in (5, 6)");
    expect((await verifyChain(db, { keys })).faults).toEqual(["Rows 5 to 6 are missing."]);
  });

  test("finds two rows that were exchanged", async () => {
    const { db } = engine.opened();
    await tamper(
      db,
      "update access_log set no = -1 where no = 4",
      "update access_log set no = 4 where no = 9",
      "update access_log set no = 9 where no = -1",
    );
    const { faults } = await verifyChain(db, { keys });
    expect(faults).toContain("Row 4 was changed: not what was sealed.");
    expect(faults).toContain("Row 9 was changed: not what was sealed.");
  });

  test("finds a row that was put in", async () => {
    const { db } = engine.opened();
    await tamper(
      db,
      "insert into access_log select 13, at, event, outcome, staff_id, staff_name, role, sign_in_id, session_id, purpose, request_id, client, details, previous_hash, hash from access_log where no = 12",
    );
    expect((await verifyChain(db, { keys })).faults).toHaveLength(2);
  });

  test("finds a beginning that no entry of the retention explains", async () => {
    const { db } = engine.opened();
    await tamper(db, "delete from access_log where no <= 3");
    expect((await verifyChain(db, { keys })).faults).toEqual(["Rows 1 to 3 are missing."]);
  });

  test("finds an end that was cut off, by the head that was kept elsewhere", async () => {
    const { db } = engine.opened();
    const head = await findHead(db);
    expect((await verifyChain(db, { keys, expected: head })).faults).toEqual([]);
    await tamper(db, "delete from access_log where no > 10");
    expect((await verifyChain(db, { keys })).faults).toEqual([]);
    expect((await verifyChain(db, { keys, expected: head })).faults).toEqual([
      "The log ends at row 10: its end, up to row 12, was cut off.",
    ]);
  });

  test("finds a chain that was made anew", async () => {
    const { db } = engine.opened();
    const head = await findHead(db);
    await tamper(db, "delete from access_log");
    await appendMany(createAccessWriter(db, TEST_KEY), 12);
    expect((await verifyChain(db, { keys, expected: head })).faults).toHaveLength(1);
  });

  test("names what the database's owner rewrote, the whole chain recomputed without the key", async () => {
    const { db } = engine.opened();
    await rewriteFrom(db, 4, toPlainHash);
    expect((await verifyChain(db, { keys })).faults).toEqual([
      "Rows 4 to 12 were changed: not what was sealed.",
    ]);
  });

  test("names a whole log that was sealed with another key", async () => {
    const { db } = engine.opened();
    expect((await verifyChain(db, { keys: [NEW_KEY] })).faults).toEqual([
      "Rows 1 to 12 were changed, or sealed with a key that is not given (ACCESS_LOG_PREVIOUS_KEYS).",
    ]);
  });

  describe("after a change of the key", () => {
    beforeEach(async () => {
      const { db } = engine.opened();
      for (const key of [NEW_KEY, NEWEST_KEY]) {
        await createAccessWriter(db, key).append(toTestEntry(13));
      }
    });

    test("is content with all the keys, and names what was sealed with one that is missing", async () => {
      const { db } = engine.opened();
      const all = [NEWEST_KEY, NEW_KEY, TEST_KEY];
      expect(await verifyChain(db, { keys: all })).toMatchObject({ faults: [], rowCount: 16 });
      const faultsWith = async (...some: typeof all) =>
        (await verifyChain(db, { keys: some })).faults.map((fault) => fault.split(" were ")[0]);
      expect(await faultsWith(NEWEST_KEY, NEW_KEY)).toEqual(["Rows 1 to 12"]);
      expect(await faultsWith(NEWEST_KEY, TEST_KEY)).toEqual(["Rows 13 to 14"]);
    });

    test("an older key seals nothing any more, however well the chain continues", async () => {
      const { db } = engine.opened();
      await createAccessWriter(db, TEST_KEY).append(toTestEntry(14));
      await createAccessWriter(db, NEWEST_KEY).append(toTestEntry(15));
      const { faults } = await verifyChain(db, { keys: [NEWEST_KEY, NEW_KEY, TEST_KEY] });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(/^Rows 17 to 18 were changed/);
    });

    test("an end that was cut back to an older key is named", async () => {
      const { db } = engine.opened();
      await tamper(db, "delete from access_log where no > 14");
      const { faults } = await verifyChain(db, { keys: [NEWEST_KEY, NEW_KEY, TEST_KEY] });
      expect(faults).toEqual([expect.stringMatching(/^The log ends with an older key/)]);
    });
  });

  test("is content after the retention, which says so in the log and goes on", async () => {
    const { db } = engine.opened();
    const now = Date.now();
    await tamper(db, "delete from access_log");
    const ages = [400, 380, 366.5, 365.5, 364, 1];
    const times = ages.map((days) => new Date(now - days * DAY_MS));
    const writer = createAccessWriter(db, TEST_KEY, () => times.shift() ?? new Date(now));
    await appendMany(writer, ages.length);
    const head = await findHead(db);

    expect(await removeOldAccess(db, TEST_KEY, new Date(now))).toBe(4);
    expect(await removeOldAccess(db, TEST_KEY, new Date(now))).toBe(0);
    const left = await verifyChain(db, { keys, expected: head });
    expect(left).toMatchObject({ faults: [], rowCount: 3, head: { no: 7 } });

    await appendMany(writer, 1);
    expect(await removeOldAccess(db, TEST_KEY, new Date(now + 500 * DAY_MS))).toBe(4);
    await appendMany(writer, 1);
    expect(await verifyChain(db, { keys })).toMatchObject({ faults: [], rowCount: 2 });
    expect((await verifyChain(db, { keys, expected: head })).faults).toEqual([
      "Row 6 is past the retention, so it can no longer be compared.",
    ]);
  });

  test("finds a beginning that was removed under the name of the retention", async () => {
    const { db } = engine.opened();
    const [last] = await listRowsAfter(db, 11, 1);
    const forged = `update access_log set event = 'retention', details = '{"removed": 3, "upToNo": 3}'`;
    await tamper(db, "delete from access_log where no <= 3", `${forged} where no = ${last?.no}`);
    expect((await verifyChain(db, { keys })).faults).toEqual([
      "Row 12 was changed: not what was sealed.",
    ]);
  });
});
