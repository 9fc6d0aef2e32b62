import "server-only";
import { getDb } from "../db/get-db";
import type { SignInEndReason } from "../db/schema";
import { forgetSignIn } from "./sign-in-cache";
import { endSignIn } from "./sign-in-store";

/** Ends a sign-in in the database and in this process's memory, so that a copied cookie is dead. */
export async function endSignInNow(signInId: string, reason: SignInEndReason): Promise<void> {
  await endSignIn(await getDb(), signInId, reason, new Date());
  forgetSignIn(signInId);
}
