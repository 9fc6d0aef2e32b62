import "server-only";
import { and, desc, eq, isNull, max } from "drizzle-orm";
import type { Db } from "../db/db";
import { type SignInEndReason, type SignInMethod, staff, staffSignIns } from "../db/schema";
import { SIGN_IN_LIFETIME_MS } from "./sign-in-lifetime";

/** One sign-in that has not been ended, with the person as the database knows them now. */
export type SignInRow = {
  signInId: string;
  lastSeenAt: Date;
  expiresAt: Date;
  staffId: string;
  email: string;
  name: string;
  role: string;
  isDemo: boolean;
  method: SignInMethod;
};

/** How somebody signed in and from where. */
export type SignInOrigin = Partial<
  Pick<typeof staffSignIns.$inferInsert, "method" | "client" | "providerSid" | "idToken">
>;

/** Begins a sign-in; gives its id. */
export async function createSignIn(
  db: Db,
  staffId: string,
  now: Date,
  origin: SignInOrigin = {},
): Promise<string> {
  const expiresAt = new Date(now.getTime() + SIGN_IN_LIFETIME_MS);
  const [row] = await db
    .insert(staffSignIns)
    .values({ ...origin, staffId, createdAt: now, lastSeenAt: now, expiresAt })
    .returning({ id: staffSignIns.id });
  if (!row) throw new Error("The database did not keep the sign-in.");
  return row.id;
}

/** The sign-in, unless it was ended, never began, or belongs to somebody disabled. */
export async function findSignIn(db: Db, signInId: string): Promise<SignInRow | null> {
  const [row] = await db
    .select({
      signInId: staffSignIns.id,
      lastSeenAt: staffSignIns.lastSeenAt,
      expiresAt: staffSignIns.expiresAt,
      staffId: staff.id,
      email: staff.email,
      name: staff.name,
      role: staff.role,
      isDemo: staff.isDemo,
      method: staffSignIns.method,
    })
    .from(staffSignIns)
    .innerJoin(staff, eq(staff.id, staffSignIns.staffId))
    .where(
      and(eq(staffSignIns.id, signInId), isNull(staffSignIns.endedAt), isNull(staff.disabledAt)),
    );
  return row ?? null;
}

export async function touchSignIn(db: Db, signInId: string, now: Date): Promise<void> {
  await db
    .update(staffSignIns)
    .set({ lastSeenAt: now })
    .where(and(eq(staffSignIns.id, signInId), isNull(staffSignIns.endedAt)));
}

/** Ends one sign-in. The first reason stands. */
export async function endSignIn(
  db: Db,
  signInId: string,
  reason: SignInEndReason,
  now: Date,
): Promise<void> {
  await db
    .update(staffSignIns)
    .set({ endedAt: now, endReason: reason, idToken: null })
    .where(and(eq(staffSignIns.id, signInId), isNull(staffSignIns.endedAt)));
}

/** Ends every sign-in of one person: after a new password, say. Gives the ids of those that it ended. */
export async function endSignInsOf(
  db: Db,
  staffId: string,
  now: Date,
  reason: SignInEndReason = "revoked",
): Promise<string[]> {
  const ended = await db
    .update(staffSignIns)
    .set({ endedAt: now, endReason: reason, idToken: null })
    .where(and(eq(staffSignIns.staffId, staffId), isNull(staffSignIns.endedAt)))
    .returning({ id: staffSignIns.id });
  return ended.map(({ id }) => id);
}

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
