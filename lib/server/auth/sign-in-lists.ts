import "server-only";
import { desc, isNull, max } from "drizzle-orm";
import type { Db } from "../db/db";
import { staffSignIns } from "../db/schema";

export type UnendedSignIn = Pick<
  typeof staffSignIns.$inferSelect,
  "id" | "staffId" | "createdAt" | "lastSeenAt" | "expiresAt" | "method" | "client"
>;

/** Sign-ins that nobody has ended, the newest first. Some may have run out: the clock decides. */
export function listUnendedSignIns(db: Db): Promise<UnendedSignIn[]> {
  const { id, staffId, createdAt, lastSeenAt, expiresAt, method, client } = staffSignIns;
  return db
    .select({ id, staffId, createdAt, lastSeenAt, expiresAt, method, client })
    .from(staffSignIns)
    .where(isNull(staffSignIns.endedAt))
    .orderBy(desc(createdAt));
}

/** When each person last did something, by their id. */
export async function listLastSeen(db: Db): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .select({ staffId: staffSignIns.staffId, at: max(staffSignIns.lastSeenAt) })
    .from(staffSignIns)
    .groupBy(staffSignIns.staffId);
  return new Map(rows.flatMap(({ staffId, at }) => (at ? [[staffId, at] as const] : [])));
}
