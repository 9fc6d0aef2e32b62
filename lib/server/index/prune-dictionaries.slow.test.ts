import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { forgetAll } from "@/test/sync/harness";
import { getImage } from "../search/image/get-image";
import { readRows } from "./index-writer";
import type { IndexedSession } from "./indexed-session";
import { pruneDictionaries } from "./prune-dictionaries";
import { removeDeleted } from "./remove-sessions";
import { toExpectedEntry } from "./testing/expected-entry";
import { readIndex } from "./testing/read-index";
import { CREATED_AT, makeSession, RETENTION, toTestId } from "./testing/sessions";
import { upsertSessions } from "./upsert-sessions";

describeOnEngine("the dictionaries", (engine) => {
  beforeEach(async () => {
    await forgetAll(engine.opened());
    await pruneDictionaries(engine.opened().db);
  });

  const kept = makeSession(1, {
    redirect_url: "https://kept.example/back",
    webhook_endpoint_id: "whe_kept",
  });
  const leaving = makeSession(2, {
    redirect_url: "https://leaving.example/back",
    share_fields: { sex_marker: {} },
    webhook_endpoint_id: ["whe_leaving", "whe_kept"],
  });

  async function write(session: IndexedSession, afterMs: number): Promise<void> {
    const readAt = new Date(CREATED_AT + afterMs);
    await upsertSessions(engine.opened().db, [{ session, readAt }], {
      now: readAt,
      retention: RETENTION,
    });
  }

  async function readHosts(): Promise<string[]> {
    const rows = await readRows<{ host: string }>(
      engine.opened().db,
      sql`select host from redirect_hosts order by host`,
    );
    return rows.map(({ host }) => host);
  }

  async function countSets(): Promise<number> {
    const [row] = await readRows<{ sets: number }>(
      engine.opened().db,
      sql`select ((select count(*) from claim_sets) + (select count(*) from webhook_sets))::integer
        as sets`,
    );
    return row?.sets ?? 0;
  }

  async function removeLeaving(afterMs: number): Promise<void> {
    await removeDeleted(engine.opened().db, [toTestId(2)], new Date(CREATED_AT + afterMs));
  }

  test("forget the hosts and sets that no session has any more, and no others", async () => {
    const { db } = engine.opened();
    await write(kept, 0);
    await write(leaving, 0);
    expect(await pruneDictionaries(db)).toBe(0);
    await removeLeaving(1_000);
    expect(await pruneDictionaries(db)).toBe(3);
    expect(await readHosts()).toEqual(["kept.example"]);
    expect(await countSets()).toBe(2);
    expect(await readIndex(db)).toEqual([toExpectedEntry(kept)]);
  });

  test("give a session its own host and sets again that comes back after they were forgotten", async () => {
    const { db } = engine.opened();
    await write(leaving, 0);
    await removeLeaving(1_000);
    await pruneDictionaries(db);
    // This process knew the old numbers by heart.
    await write(leaving, 2_000);
    expect(await readIndex(db)).toEqual([toExpectedEntry(leaving)]);
    await write(kept, 2_000);
    expect(await readIndex(db)).toEqual([kept, leaving].map(toExpectedEntry));
  });

  test("are forgotten by the image in memory too", async () => {
    const { db } = engine.opened();
    await write(kept, 0);
    await write(leaving, 0);
    expect((await getImage(db)).image.dictionaries.hosts.entries).toContain("leaving.example");
    await removeLeaving(1_000);
    await pruneDictionaries(db);
    const { dictionaries, columns } = (await getImage(db)).image;
    expect(dictionaries.hosts.entries).toEqual([null, "kept.example"]);
    expect(columns.isLive.slice(0, columns.length)).toEqual(Uint8Array.of(1));
  });
});
