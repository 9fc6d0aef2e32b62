import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { findHead } from "../access-store";
import { createAccessWriter } from "../access-writer";
import { removeOldAccess } from "../retention";
import { appendMany, tamper } from "../testing/entries";
import { verifyChain } from "./verify-chain";

const DAY_MS = 86_400_000;

describeOnEngine("verifying the access log", (engine) => {
  beforeEach(async () => {
    const { db } = engine.opened();
    await tamper(db, "delete from access_log");
    await db.execute(sql.raw("delete from access_checkpoints"));
    await appendMany(createAccessWriter(db, null), 12);
    expect((await verifyChain(db, null)).faults).toEqual([]);
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
    const { faults } = await verifyChain(db, null);
    expect(faults[0]).toMatch(/^Row [78] /);
  });

  test("finds a row that was deleted", async () => {
    const { db } = engine.opened();
    await tamper(db, "delete from access_log where no in (5, 6)");
    expect((await verifyChain(db, null)).faults).toEqual(["Rows 5 to 6 are missing."]);
  });

  test("finds two rows that were exchanged", async () => {
    const { db } = engine.opened();
    await tamper(
      db,
      "update access_log set no = -1 where no = 4",
      "update access_log set no = 4 where no = 9",
      "update access_log set no = 9 where no = -1",
    );
    const { faults } = await verifyChain(db, null);
    expect(faults).toContain("Row 4 was changed: it is not what its hash was made of.");
    expect(faults).toContain("Row 9 was changed: it is not what its hash was made of.");
  });

  test("finds a row that was put in", async () => {
    const { db } = engine.opened();
    await tamper(
      db,
      "insert into access_log select 13, at, event, outcome, staff_id, staff_name, role, sign_in_id, session_id, purpose, request_id, client, details, previous_hash, hash from access_log where no = 12",
    );
    expect((await verifyChain(db, null)).faults).toHaveLength(2);
  });

  test("finds a beginning that no checkpoint explains", async () => {
    const { db } = engine.opened();
    await tamper(db, "delete from access_log where no <= 3");
    expect((await verifyChain(db, null)).faults).toEqual(["Rows 1 to 3 are missing."]);
  });

  test("finds an end that was cut off, by the head that was kept elsewhere", async () => {
    const { db } = engine.opened();
    const head = await findHead(db);
    expect((await verifyChain(db, head)).faults).toEqual([]);
    await tamper(db, "delete from access_log where no > 10");
    expect((await verifyChain(db, null)).faults).toEqual([]);
    expect((await verifyChain(db, head)).faults).toEqual([
      "The log ends at row 10: its end, up to row 12, was cut off.",
    ]);
  });

  test("finds a chain that was made anew", async () => {
    const { db } = engine.opened();
    const head = await findHead(db);
    await tamper(db, "delete from access_log");
    await appendMany(createAccessWriter(db, null), 12);
    expect((await verifyChain(db, head)).faults).toHaveLength(1);
  });

  test("is content after the retention, which leaves a checkpoint and goes on", async () => {
    const { db } = engine.opened();
    const now = Date.now();
    await tamper(db, "delete from access_log");
    const ages = [400, 380, 366.5, 365.5, 364, 1];
    const times = ages.map((days) => new Date(now - days * DAY_MS));
    const writer = createAccessWriter(db, null, () => times.shift() ?? new Date(now));
    await appendMany(writer, ages.length);
    const head = await findHead(db);

    expect(await removeOldAccess(db, null, new Date(now))).toBe(4);
    expect(await removeOldAccess(db, null, new Date(now))).toBe(0);
    const left = await verifyChain(db, head);
    expect(left).toEqual({ faults: [], rowCount: 2, head });

    expect(await removeOldAccess(db, null, new Date(now + 500 * DAY_MS))).toBe(2);
    expect(await findHead(db)).toEqual(head);
    await appendMany(writer, 1);
    expect(await verifyChain(db, null)).toMatchObject({ faults: [], rowCount: 1 });
    await tamper(db, "update access_checkpoints set last_hash = 'x'");
    expect((await verifyChain(db, null)).faults).toHaveLength(1);
  });
});
