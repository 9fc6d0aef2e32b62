import "server-only";
import { getDb } from "../db/get-db";
import type { SignInEndReason } from "../db/schema";
import { forgetSignIn } from "./sign-in-cache";
import { endSignIn, endSignInsOf, listUnendedSignIns } from "./sign-in-store";

/** Ends a sign-in in the database and in this process's memory, so that a copied cookie is dead. */
export async function endSignInNow(signInId: string, reason: SignInEndReason): Promise<void> {
  await endSignIn(await getDb(), signInId, reason, new Date());
  forgetSignIn(signInId);
}

/** Ends every sign-in of one person, at once in this process. Gives how many there were. */
export async function endSignInsOfNow(
  staffId: string,
  reason: SignInEndReason,
  now: Date,
): Promise<number> {
  const ended = await endSignInsOf(await getDb(), staffId, now, reason);
  for (const id of ended) forgetSignIn(id);
  return ended.length;
}

/** Has every sign-in of one person read again, so that a new role or name counts here at once. */
export async function refreshSignInsOf(staffId: string): Promise<void> {
  const all = await listUnendedSignIns(await getDb());
  for (const signIn of all) if (signIn.staffId === staffId) forgetSignIn(signIn.id);
}
