import "server-only";
import type { SignInEndReason } from "../db/schema";

/** A sign-in ends this long after it began, whatever happens. */
export const SIGN_IN_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** The cookie outlives the sign-in by an hour, so that a page can be told why it ended. */
export const SIGN_IN_COOKIE_MS = SIGN_IN_LIFETIME_MS + 60 * 60 * 1000;

/** A sign-in ends this long after the person last did something. */
const SIGN_IN_IDLE_MS = 30 * 60 * 1000;

/** Why a sign-in no longer counts at `now`, or null while it does. */
export function findEndReason(
  signIn: { expiresAt: Date; lastSeenAt: Date },
  now: Date,
): SignInEndReason | null {
  if (now >= signIn.expiresAt) return "expired";
  return now.getTime() - signIn.lastSeenAt.getTime() >= SIGN_IN_IDLE_MS ? "idle" : null;
}
