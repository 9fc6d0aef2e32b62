import "server-only";
import type { Db } from "../db/db";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { toEmail } from "../staff/email";
import { findStaffByEmail, type StaffRow } from "../staff/staff-store";
import { verifyPassword } from "./passwords";
import { recordLimited, recordRefusal, recordSignIn } from "./record-sign-in";
import { clearAttempts, countAttempt, toAttemptKeys } from "./sign-in-limits";
import { createSignIn, endSignIn } from "./sign-in-store";

export type Attempt = {
  email: string;
  password: string;
  client: string;
  requestId?: string | null;
};

export type AttemptOutcome =
  | { kind: "signed-in"; staffId: string; signInId: string }
  | { kind: "refused" }
  | { kind: "too-early"; retryAfterSeconds: number };

/**
 * One attempt to sign in. A wrong password, a disabled account and an unknown address go the same
 * way and give the same answer after the same work.
 * @throws DeskError AUDIT_UNAVAILABLE: it could not be written down, and nobody is signed in.
 */
export async function authenticate(attempt: Attempt, now: Date): Promise<AttemptOutcome> {
  const db = await getDb();
  const { mode, nextauthSecret } = getEnv();
  const email = toEmail(attempt.email);
  const from = { client: attempt.client, requestId: attempt.requestId ?? null };
  const keys = toAttemptKeys(email, attempt.client, nextauthSecret);
  const wait = await countAttempt(db, keys);
  if (wait) {
    // Once for each wait, so that nobody can fill the access log from one place.
    if (wait.isFirst) await recordLimited(from);
    return { kind: "too-early", retryAfterSeconds: wait.retryAfterSeconds };
  }

  const found = await findStaffByEmail(db, email);
  const account = found && !found.disabledAt && (mode === "demo" || !found.isDemo) ? found : null;
  const matches = await verifyPassword(account?.passwordHash ?? null, attempt.password);
  if (!account || !matches) {
    await recordRefusal(from, found);
    return { kind: "refused" };
  }
  await clearAttempts(db, keys);
  return { kind: "signed-in", ...(await open(db, account, from, now)) };
}

/** The sign-in counts only once it is written down. */
async function open(
  db: Db,
  account: StaffRow,
  from: { client: string; requestId: string | null },
  now: Date,
): Promise<{ staffId: string; signInId: string }> {
  const method = "password";
  const signInId = await createSignIn(db, account.id, now, { method, client: from.client });
  try {
    await recordSignIn(from, account, { signInId, method });
  } catch (fault) {
    // Nobody holds its cookie; where this fails too, the row ends by itself within half an hour.
    await endSignIn(db, signInId, "revoked", now).catch(() => undefined);
    throw fault;
  }
  return { staffId: account.id, signInId };
}
