import "server-only";
import { isStaffRole } from "@/lib/domain/roles";
import type { Staff } from "@/lib/domain/staff";
import { withDatabaseFaults } from "../db/database-fault-error";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { decodeSessionToken, type SessionToken } from "./session-token";
import { forgetSignIn, loadFresh } from "./sign-in-cache";
import { findEndReason } from "./sign-in-lifetime";
import { endSignIn, findSignIn, type SignInRow, touchSignIn } from "./sign-in-store";

/** The last act of a person is written at most this often. */
const TOUCH_EVERY_MS = 60_000;

/**
 * The desk's own check, which alone decides: the cookie must decrypt, its sign-in must be neither
 * ended nor idle nor run out, and the person must not be disabled. `background` marks a call that the
 * person did not make. Throws `DatabaseFaultError` when the database fails;
 * nobody is signed in then.
 */
export async function readSignIn(
  cookieValue: string | undefined,
  { background, now }: { background: boolean; now: Date },
): Promise<Staff | null> {
  if (!cookieValue) return null;
  const token = await decodeSessionToken(cookieValue, getEnv().nextauthSecret, now);
  return token && withDatabaseFaults(() => checkSignIn(token, { background, now }));
}

async function checkSignIn(
  token: SessionToken,
  { background, now }: { background: boolean; now: Date },
): Promise<Staff | null> {
  const db = await getDb();
  const entry = loadFresh(token.signInId, now.getTime(), () => findSignIn(db, token.signInId));
  const row = await entry.row;
  if (row?.staffId !== token.staffId || !mayStaySignedIn(row)) return null;

  const seenAt = new Date(Math.max(entry.seenAtMs, row.lastSeenAt.getTime()));
  const endReason = findEndReason({ ...row, lastSeenAt: seenAt }, now);
  if (endReason) {
    await endSignIn(db, row.signInId, endReason, now);
    forgetSignIn(row.signInId);
    return null;
  }
  if (!background) await noteActivity(entry, row, now);
  return toStaff(row);
}

/** Notes in memory that the person is there, and once a minute in the database. */
async function noteActivity(entry: { seenAtMs: number }, row: SignInRow, now: Date): Promise<void> {
  entry.seenAtMs = now.getTime();
  if (now.getTime() - row.lastSeenAt.getTime() < TOUCH_EVERY_MS) return;
  // Set before the write, so that simultaneous requests write once.
  row.lastSeenAt = now;
  await touchSignIn(await getDb(), row.signInId, now);
}

/**
 * Demo accounts end with the demo, even where their sign-in outlived it; and what the desk no longer
 * offers, passwords or the company's provider, ends with the offer.
 */
function mayStaySignedIn(row: SignInRow): boolean {
  const { mode, localAccounts, oidc } = getEnv();
  const isOffered = row.method === "company" ? oidc !== null : localAccounts;
  return isOffered && (!row.isDemo || mode === "demo");
}

function toStaff(row: SignInRow): Staff | null {
  const { staffId: id, email, name, role, signInId } = row;
  // A role that this version does not know may do nothing.
  return isStaffRole(role) ? { id, email, name, role, signInId } : null;
}
