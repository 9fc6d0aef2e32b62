import "server-only";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { toEmail } from "../staff/email";
import { findStaffByEmail } from "../staff/staff-store";
import { verifyPassword } from "./passwords";
import { createSignIn } from "./sign-in-store";
import { beginAttempt, noteSuccess, toThrottleKeys } from "./throttle";

export type Attempt = { email: string; password: string; client: string };

export type AttemptOutcome =
  | { kind: "signed-in"; staffId: string; signInId: string }
  | { kind: "refused" }
  | { kind: "too-early"; retryAfterSeconds: number };

/**
 * One attempt to sign in. A wrong password, a disabled account and an unknown address go the same
 * way and give the same answer after the same work.
 */
export async function authenticate(attempt: Attempt, now: Date): Promise<AttemptOutcome> {
  const db = await getDb();
  const { mode, nextauthSecret } = getEnv();
  const email = toEmail(attempt.email);
  const keys = toThrottleKeys(email, attempt.client, nextauthSecret);
  const waitMs = await beginAttempt(db, keys, now);
  if (waitMs > 0) return { kind: "too-early", retryAfterSeconds: Math.ceil(waitMs / 1000) };

  const found = await findStaffByEmail(db, email);
  const account = found && !found.disabledAt && (mode === "demo" || !found.isDemo) ? found : null;
  const matches = await verifyPassword(account?.passwordHash ?? null, attempt.password);
  if (!account || !matches) return { kind: "refused" };

  await noteSuccess(db, keys, now);
  return {
    kind: "signed-in",
    staffId: account.id,
    signInId: await createSignIn(db, account.id, now),
  };
}
