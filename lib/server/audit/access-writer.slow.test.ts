import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { sql } from "drizzle-orm";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { describeOnEngine, TEST_ENGINE } from "@/test/engines";
import { createTestDatabase } from "@/test/test-database";
import { openDatabase } from "../db/open-database";
import { toAccessLogKey } from "./access-chain";
import { type AccessEntry, UNKNOWN_ORIGIN } from "./access-entry";
import { findHead, listRowsAfter } from "./access-store";
import { createAccessWriter } from "./access-writer";
import { appendMany, TEST_KEY, tamper, toTestEntry } from "./testing/entries";
import { verifyChain } from "./verify-chain";

const keys = [TEST_KEY];

describeOnEngine("the access log's writer", (engine) => {
  beforeEach(() => tamper(engine.opened().db, "delete from access_log"));

  const requestIds = async () =>
    (await listRowsAfter(engine.opened().db, 0, 1_000)).map(({ requestId }) => requestId);

  test("continues one whole chain with several desks at once, and each entry is in it once", async () => {
    const { db } = engine.opened();
    const writers = [1, 2, 3].map(() => createAccessWriter(db, TEST_KEY));
    const entries = Array.from({ length: 300 }, (_, n) => toTestEntry(n));
    // In waves, so that the desks take turns at being the one that knows where the chain ends.
    for (let begin = 0; begin < entries.length; begin += 30) {
      const wave = entries.slice(begin, begin + 30);
      await Promise.all(wave.map((entry, n) => writers[n % 3]?.append(entry)));
    }
    expect(await verifyChain(db, { keys })).toMatchObject({ faults: [], rowCount: 300 });
    const wanted = entries.map(({ requestId }) => requestId);
    expect((await requestIds()).toSorted()).toEqual(wanted.toSorted());
  });

  test("seals what the database keeps, whatever signs a text holds", async () => {
    const { db } = engine.opened();
    const entry: AccessEntry = {
      ...UNKNOWN_ORIGIN,
      event: "search",
      outcome: "done",
      actor: { id: "1", name: "Ann \u0000\ud800", role: "agent", signInId: "2" },
      sessionId: null,
      requestId: null,
      details: { z: 1, query: "ünï \u0000\udfff", a: [1, "b", null] },
    };
    await createAccessWriter(db, TEST_KEY).append(entry);
    expect(await verifyChain(db, { keys })).toMatchObject({ faults: [], rowCount: 1 });
  });

  test("whoever asks after an entry was written finds it there", async () => {
    const { db } = engine.opened();
    const writer = createAccessWriter(db, TEST_KEY);
    for (let n = 1; n <= 20; n++) {
      void writer.append(toTestEntry(n));
      await writer.append(toTestEntry(n));
      expect((await findHead(db)).no).toBe(2 * n);
    }
  });

  test("an entry that the database did not take is refused, and the chain goes on without it", async () => {
    const { db } = engine.opened();
    const writer = createAccessWriter(db, TEST_KEY);
    await appendMany(writer, 5);
    await db.execute(sql`alter table access_log add constraint full_up check (no < 6)`);
    onTestFinished(async () => {
      await db.execute(sql`alter table access_log drop constraint if exists full_up`);
    });
    await expect(writer.append(toTestEntry(6))).rejects.toThrow();
    await expect(writer.append(toTestEntry(7))).rejects.toThrow();
    await db.execute(sql`alter table access_log drop constraint full_up`);
    await writer.append(toTestEntry(8));
    expect((await requestIds()).slice(4)).toEqual(["req_5", "req_8"]);
    expect((await verifyChain(db, { keys })).faults).toEqual([]);
  });

  test("rows that went with a database's failover leave no hole: the chain goes on where it ends", async () => {
    const { db } = engine.opened();
    const writer = createAccessWriter(db, TEST_KEY);
    await appendMany(writer, 5);
    await tamper(db, "delete from access_log where no > 3");
    await writer.append(toTestEntry(6));
    expect(await verifyChain(db, { keys })).toMatchObject({ faults: [], rowCount: 4 });
  });

  test("a change of the key is an entry, and so is the change back", async () => {
    const { db } = engine.opened();
    const newKey = toAccessLogKey("another key of the access log 0123");
    for (const key of [TEST_KEY, newKey, newKey, TEST_KEY]) {
      await createAccessWriter(db, key).append(toTestEntry(1));
    }
    const events = (await listRowsAfter(db, 0, 100)).map(({ event }) => event);
    const view = "session_view";
    expect(events).toEqual([view, "key_change", view, view, "key_change", view]);
    const allKeys = [TEST_KEY, newKey, TEST_KEY];
    expect((await verifyChain(db, { keys: allKeys })).faults).toEqual([]);
  });

  test.each([
    "update access_log set outcome = 'x'",
    "delete from access_log",
    "truncate access_log",
  ])("the database refuses %j", async (statement) => {
    const { db } = engine.opened();
    await appendMany(createAccessWriter(db, TEST_KEY), 1);
    await expect(db.execute(sql.raw(statement))).rejects.toThrow();
  });
});

test("nothing that was acknowledged is lost when the process is killed in a storm", async () => {
  const database = await createTestDatabase(TEST_ENGINE);
  onTestFinished(database.drop);
  const script = ["--conditions=react-server", "--import", "tsx", "test/audit/storm-child.ts"];
  const child = spawn(process.execPath, script, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], NODE_ENV: "test", ...database.variables },
  });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    acknowledged.push(line);
    if (acknowledged.length === 400) child.kill("SIGKILL");
  });
  await once(child, "close");

  const after = await openDatabase(database.env);
  onTestFinished(() => after.close());
  await createAccessWriter(after.db, TEST_KEY).append(toTestEntry(0));
  expect((await verifyChain(after.db, { keys })).faults).toEqual([]);
  const known = new Set((await listRowsAfter(after.db, 0, 100_000)).map((row) => row.requestId));
  expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
});
