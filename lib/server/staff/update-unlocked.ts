import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Db } from "../db/db";
import { staff } from "../db/schema";
import { listStaff, type StaffRow } from "./staff-store";

/** Any number that nothing else locks. */
const STAFF_LOCK = 7_305_801_916;

/**
 * Changes an account unless `findLock` says why not, which it then gives. One change at a time for all
 * desks: two admins who close each other's accounts at once must not both succeed.
 */
export function updateUnlocked(
  db: Db,
  id: string,
  change: Partial<Pick<StaffRow, "role" | "name" | "passwordHash" | "disabledAt">>,
  findLock: (row: StaffRow, all: readonly StaffRow[]) => string | null,
): Promise<string | null> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${STAFF_LOCK})`);
    const all = await listStaff(tx);
    const row = all.find((one) => one.id === id);
    const lock = row ? findLock(row, all) : "The account is gone.";
    if (lock === null) await tx.update(staff).set(change).where(eq(staff.id, id));
    return lock;
  });
}
