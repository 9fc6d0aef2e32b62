import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "../../db/db";
import { staff, staffSignIns } from "../../db/schema";
import type { StaffRow } from "../../staff/staff-store";
import { endSignInNow } from "../end-sign-in-now";

/** Whom the provider signs out: one of its own sessions, or everything of one person. */
export type ProviderLogout = { issuer: string; subject: string | null; sid: string | null };

export type Ended = { signInId: string; account: StaffRow };

/** Ends the sign-ins that the provider means, in the database and in this process's memory. */
export async function endProviderSignIns(
  db: Db,
  { issuer, subject, sid }: ProviderLogout,
): Promise<Ended[]> {
  const meant = await db
    .select({ signInId: staffSignIns.id, account: staff })
    .from(staffSignIns)
    .innerJoin(staff, eq(staff.id, staffSignIns.staffId))
    .where(
      and(
        eq(staffSignIns.method, "company"),
        isNull(staffSignIns.endedAt),
        eq(staff.oidcIssuer, issuer),
        subject === null ? undefined : eq(staff.oidcSubject, subject),
        sid === null ? undefined : eq(staffSignIns.providerSid, sid),
      ),
    );
  for (const { signInId } of meant) await endSignInNow(signInId, "provider");
  return meant;
}

/** What an open sign-in with the provider holds to sign out there; null for every other one. */
export async function findProviderSession(
  db: Db,
  signInId: string,
): Promise<{ idToken: string | null } | null> {
  const { id, method, endedAt, idToken } = staffSignIns;
  const [row] = await db
    .select({ idToken })
    .from(staffSignIns)
    .where(and(eq(id, signInId), eq(method, "company"), isNull(endedAt)));
  return row ?? null;
}
