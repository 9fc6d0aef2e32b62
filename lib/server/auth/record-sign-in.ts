import "server-only";
import type { AccessActor } from "../audit/access-entry";
import { recordAccess } from "../audit/record-access";
import type { SignInMethod } from "../db/schema";
import type { StaffRow } from "../staff/staff-store";

/** From where somebody tries, and in which request. */
export type SignInTry = { client: string; requestId: string | null };

/** @throws DeskError AUDIT_UNAVAILABLE: the sign-in must not count then. */
export function recordSignIn(
  { client, requestId }: SignInTry,
  { id, name, role }: Pick<StaffRow, "id" | "name" | "role">,
  signIn: { signInId: string; method: SignInMethod },
): Promise<void> {
  return recordAccess({
    client,
    requestId,
    purpose: null,
    sessionId: null,
    event: "sign_in",
    outcome: "done",
    actor: { id, name, role, signInId: signIn.signInId },
    details: { method: signIn.method },
  });
}

/**
 * Nobody is the actor: whoever typed an address need not be its owner. What was typed is kept only as
 * the account that it belongs to.
 */
export function recordRefusal(
  { client, requestId }: SignInTry,
  account: Pick<StaffRow, "id" | "name" | "disabledAt"> | null,
): Promise<void> {
  const known = account && {
    accountId: account.id,
    account: account.name,
    isClosed: account.disabledAt !== null,
  };
  return recordAccess({
    client,
    requestId,
    purpose: null,
    sessionId: null,
    event: "sign_in_refused",
    outcome: "refused",
    actor: null,
    details: known ?? {},
  });
}

/** Somebody has used up their attempts and is told to wait. */
export function recordLimited({ client, requestId }: SignInTry): Promise<void> {
  return recordAccess({
    client,
    requestId,
    purpose: null,
    sessionId: null,
    event: "sign_in_limited",
    outcome: "refused",
    actor: null,
    details: {},
  });
}

/** Called after it: a sign-out must never fail to end a sign-in because nothing can be written. */
export function recordSignOut(
  { client, requestId }: SignInTry,
  { id, name, role, signInId }: AccessActor,
  ended: { everywhere: boolean; count: number },
): Promise<void> {
  return recordAccess({
    client,
    requestId,
    purpose: null,
    sessionId: null,
    event: "sign_out",
    outcome: "done",
    actor: { id, name, role, signInId },
    details: ended,
  });
}
