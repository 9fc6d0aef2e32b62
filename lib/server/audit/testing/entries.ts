import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "../../db/db";
import { toAccessLogKey } from "../access-chain";
import { type AccessEntry, UNKNOWN_ORIGIN } from "../access-entry";
import type { AccessWriter } from "../access-writer";

/** What the tests' chains are sealed with. */
export const TEST_KEY = toAccessLogKey("the access log's key of a test 01");

/** The n-th entry of a test, with something in every column. */
export function toTestEntry(n: number): AccessEntry {
  return {
    ...UNKNOWN_ORIGIN,
    purpose: `T-${n}`,
    event: "session_view",
    outcome: "done",
    actor: { id: "1", name: "Ann", role: "agent", signInId: "2" },
    sessionId: `session-${n}`,
    requestId: `req_${n}`,
    details: { n },
  };
}

/** Writes `count` entries, all at once. */
export async function appendMany(writer: AccessWriter, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, n) => writer.append(toTestEntry(n + 1))));
}

/** Does to the table what the database refuses to everybody but its owner. */
export async function tamper(db: Db, ...statements: readonly string[]): Promise<void> {
  await db.execute(sql.raw("alter table access_log disable trigger user"));
  for (const statement of statements) await db.execute(sql.raw(statement));
  await db.execute(sql.raw("alter table access_log enable trigger user"));
}
