import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { SandboxServer } from "@/sandbox/server";
import { describeOnEngine, type Engine } from "@/test/engines";
import { forgetAll, startKayle, toParts } from "@/test/sync/harness";
import type { Db, OpenDatabase } from "../db/db";
import { openDatabase } from "../db/open-database";
import { makeStaff, startTestDesk, type TestDesk } from "../http/testing/desk";
import { cancelSession } from "../sessions/cancel-session";
import { readSession } from "../sessions/read-session";
import { runOnce } from "../sync/run-once";
import { startSyncer } from "../sync/start-syncer";
import { getSyncStatus } from "../sync/status";
import { readRows } from "./index-writer";
import { readIndex } from "./testing/read-index";

const SLOW_MS = 120_000;

/** Each begins so, and nothing else anywhere does. */
const PLANT = "Pl4nted";
const CLAIM = `${PLANT}Claim`;
const TOKEN = `${PLANT}CancelToken`;
const REASON = `${PLANT}Reason`;
const ODD = `${PLANT}OddValue`;
/** Belongs into the index, so whoever looks must find it, or does not see what is there. */
const REFERENCE = "order-8231-kept";

const fields = { family_name: { required: true, reason: REASON, source: "rc", value: CLAIM } };

/** What a future, a careless or a hostile Kayle might send beside what it should. */
const HOSTILE = {
  claims: { family_name: CLAIM, date_of_birth: CLAIM },
  document_number: CLAIM,
  cancel_token: TOKEN,
  cancelToken: TOKEN,
  share_fields: fields,
  data: { claims: { given_names: CLAIM }, cancel_token: TOKEN },
};

function plantSessions({ sandbox }: SandboxServer) {
  const redirect = (query: string) => `https://shop.example/back?order=${REFERENCE}&${query}`;
  return sandbox.sessions.create([
    { cancel_token: TOKEN, extra: HOSTILE },
    { redirect_url: redirect(`cancel_token=${TOKEN}`), cancel_token: TOKEN },
    { redirect_url: redirect(`next=%2Fx%3Fcancel_token%3D${TOKEN}#cancel_token=${TOKEN}`) },
    { status: "failed", failure_code: "liveness_failed", cancel_token: TOKEN, extra: HOSTILE },
    { extra: { ...HOSTILE, created_at: ODD, nfc_tries_used: ODD } },
    { extra: { ...HOSTILE, id: `${ODD}-instead-of-an-id` } },
    { extra: { share_fields: [ODD], webhook_endpoint_id: { [ODD]: CLAIM } } },
  ]);
}

/** Every row of every table as text, the bookkeeping of the migrations included. */
async function dumpTables(db: Db): Promise<string> {
  const tables = await readRows<{ name: string }>(
    db,
    sql`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const dumped: string[] = [];
  for (const { name } of tables) {
    const rows = await readRows<{ row: string }>(
      db,
      sql`select t::text as row from ${sql.raw(name)} t`,
    );
    dumped.push(name, ...rows.map(({ row }) => row));
  }
  return dumped.join("\n");
}

/** Each file under `folder` that holds `text`. */
function findInFiles(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

describeOnEngine("whatever Kayle sends", (engine: Engine) => {
  const store = globalThis as { __deskDatabase?: Promise<OpenDatabase> | undefined };
  let database: OpenDatabase;
  let kayle: SandboxServer;
  let desk: TestDesk;

  beforeEach(async () => {
    // One of its own, which the test itself closes before it looks at the files.
    await engine.opened().close();
    database = await openDatabase(engine.env());
    await forgetAll(database);
    store.__deskDatabase = Promise.resolve(database);
    kayle = await startKayle({ size: 40, leakCancelTokens: true });
    desk = await startTestDesk(kayle.url, {
      KAYLE_API_KEY: kayle.sandbox.keys.deskRead,
      KAYLE_WRITE_API_KEY: kayle.sandbox.keys.deskWrite,
    });
  });

  afterEach(async () => {
    await desk.close();
    store.__deskDatabase = undefined;
    await database.close();
  });

  test(
    "no claim, no reason, no cancel_token and no value of a faulty row is in the store or the log",
    async () => {
      const planted = plantSessions(kayle).map(({ id }) => id);
      await runOnce(toParts(database, kayle), { force: true }, new AbortController().signal);
      await readByPerson(planted);
      await watchChanges(planted);
      const retention = { days: 30 };
      const { unreadableRows } = await getSyncStatus(database.db, { now: new Date(), retention });
      expect(unreadableRows).toBeGreaterThan(0);

      const dump = await dumpTables(database.db);
      const log = desk.logLines.join("\n");
      await database.close();
      expect(dump).toContain(REFERENCE);
      expect(log).toContain("request");
      for (const text of [dump, log]) expect(text).not.toContain(PLANT);
      if (engine.name === "pglite") {
        const { dataDir } = engine.env();
        expect(findInFiles(dataDir, REFERENCE)).not.toEqual([]);
        expect(findInFiles(dataDir, PLANT)).toEqual([]);
      }
    },
    SLOW_MS,
  );

  async function readByPerson(ids: readonly string[]): Promise<void> {
    const staff = makeStaff("agent");
    const reads = await Promise.all(ids.map((id) => readSession(id, { staff })));
    expect(reads.filter(({ ok }) => ok).length).toBeGreaterThan(2);
    await cancelSession(ids[1] ?? "", { reason: `cancel_token=${TOKEN}` }, { staff });
  }

  /** Under a running sync: each is changed, one is deleted, and faults come in between. */
  async function watchChanges(ids: readonly string[]): Promise<void> {
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const syncer = startSyncer({ ...toParts(database, kayle), log });
    onTestFinished(() => syncer.stop());
    const { sessions, faults } = kayle.sandbox;
    for (const variant of ["truncated", "wrong-type", "missing-field", "wrong-id"] as const) {
      faults.add({ kind: "malformed", variant, times: 2, pathPrefix: "/v1/sessions" });
    }
    sessions.patch(ids[0] ?? "", { status: "in_progress", cancel_token: TOKEN, extra: HOSTILE });
    sessions.remove(ids[3] ?? "");
    for (const id of ids.slice(4)) sessions.remove(id);
    await vi.waitFor(async () => {
      const held = new Map((await readIndex(database.db)).map(({ id, status }) => [id, status]));
      expect(held.get(ids[0] ?? "")).toBe("in_progress");
      expect(held.has(ids[3] ?? "")).toBe(false);
    }, 30_000);
    await syncer.stop();
    for (const told of [log.info, log.warn, log.error]) {
      expect(JSON.stringify(told.mock.calls)).not.toContain(PLANT);
    }
  }
});
