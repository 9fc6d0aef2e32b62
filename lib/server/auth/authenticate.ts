import "server-only";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { toEmail } from "../staff/email";
import { findStaffByEmail } from "../staff/staff-store";
import { verifyPassword } from "./passwords";
import {
  openSignIn,
  recordLimited,
  recordRefusal,
  type SignedIn,
  type SignInTry,
} from "./record-sign-in";
import { clearAttempts, countAttempt, toAttemptKeys } from "./sign-in-limits";

export type Attempt = SignInTry & { email: string; password: string };

export type AttemptOutcome =
  | ({ kind: "signed-in" } & SignedIn)
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
  const { client, requestId } = attempt;
  const from = { client, requestId };
  const keys = toAttemptKeys(email, client, nextauthSecret);
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
  return {
    kind: "signed-in",
    ...(await openSignIn(account, from, { method: "password" }, {}, now)),
  };
}
