import "server-only";
import { asc, eq } from "drizzle-orm";
import type { StaffRole } from "@/lib/domain/roles";
import type { Db } from "../db/db";
import { staff } from "../db/schema";

export type StaffRow = typeof staff.$inferSelect;

export type NewStaff = {
  email: string;
  name: string;
  role: StaffRole;
  passwordHash: string;
  isDemo?: boolean;
};

/** `email` must be in the form that `toEmail` gives. */
export async function findStaffByEmail(db: Db, email: string): Promise<StaffRow | null> {
  const [row] = await db.select().from(staff).where(eq(staff.email, email));
  return row ?? null;
}

/** Everybody, disabled ones too, by address. */
export function listStaff(db: Db): Promise<StaffRow[]> {
  return db.select().from(staff).orderBy(asc(staff.email));
}

/** Adds somebody; false when the address is taken. */
export async function insertStaff(db: Db, row: NewStaff): Promise<boolean> {
  const added = await db
    .insert(staff)
    .values(row)
    .onConflictDoNothing({ target: staff.email })
    .returning({ id: staff.id });
  return added.length === 1;
}

export async function updateStaff(
  db: Db,
  id: string,
  change: Partial<Pick<StaffRow, "role" | "passwordHash" | "disabledAt">>,
): Promise<void> {
  await db.update(staff).set(change).where(eq(staff.id, id));
}
