import "server-only";
import { and, eq } from "drizzle-orm";
import type { SignInEnd } from "@/lib/domain/sign-in-end";
import { withDatabaseFaults } from "../db/database-fault-error";
import { getDb } from "../db/get-db";
import { staff, staffSignIns } from "../db/schema";
import { getEnv } from "../env";
import { findCookie, sessionCookieName } from "./cookies";
import { decodeSessionToken } from "./session-token";
import { findEndReason } from "./sign-in-lifetime";

/**
 * How the sign-in ended that this cookie names; null where the cookie is none of the desk's or there
 * is nothing to tell. Only who holds the cookie can ask. A database that fails tells nothing either.
 */
export async function findSignInEnd(cookies: string | null, now: Date): Promise<SignInEnd | null> {
  const value = findCookie(cookies, sessionCookieName());
  const token = value ? await decodeSessionToken(value, getEnv().nextauthSecret, now) : null;
  if (!token) return null;
  return withDatabaseFaults(() => readEnd(token.signInId, token.staffId, now)).catch(() => null);
}

async function readEnd(signInId: string, staffId: string, now: Date): Promise<SignInEnd | null> {
  const db = await getDb();
  const [row] = await db
    .select({
      endReason: staffSignIns.endReason,
      endedAt: staffSignIns.endedAt,
      expiresAt: staffSignIns.expiresAt,
      lastSeenAt: staffSignIns.lastSeenAt,
      disabledAt: staff.disabledAt,
    })
    .from(staffSignIns)
    .innerJoin(staff, eq(staff.id, staffSignIns.staffId))
    .where(and(eq(staffSignIns.id, signInId), eq(staffSignIns.staffId, staffId)));
  if (!row) return null;
  if (row.endedAt) return row.endReason ?? "revoked";
  return row.disabledAt ? "revoked" : findEndReason(row, now);
}
