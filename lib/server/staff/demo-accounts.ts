import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { STAFF_ROLES } from "@/lib/domain/roles";
import { hashPassword } from "../auth/passwords";
import { endSignInsOf } from "../auth/sign-in-store";
import type { Db } from "../db/db";
import { staff } from "../db/schema";
import { updateStaff } from "./staff-store";

export const DEMO_PASSWORD = "session-desk-demo";

/** One account for each role, for trying the desk out. They exist in demo mode alone. */
export const DEMO_ACCOUNTS = STAFF_ROLES.map((role) => ({
  email: `${role}@demo.test`,
  name: `Demo ${role}`,
  role,
}));

/** Makes the demo accounts, or puts them back as they were. Somebody's own account is left alone. */
export async function createDemoAccounts(db: Db): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  for (const account of DEMO_ACCOUNTS) {
    const { name, role } = account;
    await db
      .insert(staff)
      .values({ ...account, passwordHash, isDemo: true })
      .onConflictDoUpdate({
        target: staff.email,
        set: { name, role, passwordHash, disabledAt: null },
        setWhere: eq(staff.isDemo, true),
      });
  }
}

/** Closes every demo account for good: no password opens it and no sign-in of it counts. */
export async function closeDemoAccounts(db: Db, now: Date): Promise<void> {
  const open = await db
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.isDemo, true), isNull(staff.disabledAt)));
  for (const { id } of open) {
    await updateStaff(db, id, { disabledAt: now, passwordHash: "" });
    await endSignInsOf(db, id, now);
  }
}
