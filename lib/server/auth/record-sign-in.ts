import "server-only";
import type { AccessDetails } from "@/lib/domain/access-event";
import type { AccessActor, AccessEntry } from "../audit/access-entry";
import { recordAccess } from "../audit/record-access";
import { getDb } from "../db/get-db";
import type { SignInMethod } from "../db/schema";
import { toRequestId } from "../http/request-id";
import type { StaffRow } from "../staff/staff-store";
import { getClientAddress } from "./client-address";
import { createSignIn, endSignIn, type SignInOrigin } from "./sign-in-store";

/** From where somebody tries, and in which request. */
export type SignInTry = { client: string; requestId: string | null };

/** A sign-in and whose it is. */
export type SignedIn = { id: string; signInId: string };

export function toSignInTry(headers: Pick<Headers, "get">): SignInTry {
  return { client: getClientAddress(headers), requestId: toRequestId(headers) };
}

/**
 * Opens a sign-in, which counts only once it is written down.
 * @throws DeskError AUDIT_UNAVAILABLE; nobody is signed in then.
 */
export async function openSignIn(
  account: StaffRow,
  from: SignInTry,
  origin: SignInOrigin & { method: SignInMethod },
  details: AccessDetails,
  now: Date,
): Promise<SignedIn> {
  const db = await getDb();
  const signInId = await createSignIn(db, account.id, now, { ...origin, client: from.client });
  try {
    const actor = toActor(account, signInId);
    await record(from, {
      ...{ event: "sign_in", outcome: "done", actor },
      details: { method: origin.method, ...details },
    });
  } catch (fault) {
    // Nobody holds its cookie; where this fails too, the row ends by itself within half an hour.
    await endSignIn(db, signInId, "revoked", now).catch(() => undefined);
    throw fault;
  }
  return { id: account.id, signInId };
}

/**
 * Nobody is the actor: whoever typed an address need not be its owner. What was typed is kept only as
 * the account that it belongs to.
 */
export function recordRefusal(
  from: SignInTry,
  account: Pick<StaffRow, "id" | "name" | "disabledAt"> | null,
  details: AccessDetails = {},
): Promise<void> {
  const known = account && {
    accountId: account.id,
    account: account.name,
    isClosed: account.disabledAt !== null,
  };
  return record(from, {
    ...{ event: "sign_in_refused", outcome: "refused", actor: null },
    details: { ...details, ...known },
  });
}

/** Somebody has used up their attempts and is told to wait. */
export function recordLimited(from: SignInTry): Promise<void> {
  return record(from, { event: "sign_in_limited", outcome: "refused", actor: null, details: {} });
}

/** Called after it: a sign-out must never fail to end a sign-in because nothing can be written. */
export function recordSignOut(
  from: SignInTry,
  { id, name, role, signInId }: AccessActor,
  details: AccessDetails,
): Promise<void> {
  const actor = { id, name, role, signInId };
  return record(from, { event: "sign_out", outcome: "done", actor, details });
}

/** Somebody as the access log names them. */
export function toActor({ id, name, role }: StaffRow, signInId: string): AccessActor {
  return { id, name, role, signInId };
}

function record(
  from: SignInTry,
  what: Pick<AccessEntry, "event" | "outcome" | "actor" | "details">,
): Promise<void> {
  return recordAccess({ ...from, ...what, purpose: null, sessionId: null });
}
