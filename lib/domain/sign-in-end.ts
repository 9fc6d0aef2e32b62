/** How a sign-in ended, as the holder of its cookie may know. */
const SIGN_IN_ENDS = [
  "signed_out",
  "everywhere",
  "idle",
  "expired",
  "replaced",
  "revoked",
  "provider",
  "other_person",
] as const;
export type SignInEnd = (typeof SIGN_IN_ENDS)[number];

const WORDS: Record<SignInEnd, string> = {
  signed_out: "You signed out.",
  everywhere: "You signed out everywhere.",
  idle: "You were signed out: nothing was done here for 30 minutes.",
  expired: "You were signed out: a sign-in lasts 12 hours.",
  replaced: "You were signed out: somebody signed in anew in this browser.",
  revoked: "You were signed out by an admin of this desk.",
  provider: "You were signed out by your company’s sign-in.",
  other_person: "Somebody else has signed in in this browser.",
};

/** One sentence for the page. `end` may come from a newer desk than this page. */
export function describeSignInEnd(end: string | null): string {
  return (end !== null && isKnown(end) && WORDS[end]) || "You are no longer signed in.";
}

function isKnown(end: string): end is SignInEnd {
  return (SIGN_IN_ENDS as readonly string[]).includes(end);
}
