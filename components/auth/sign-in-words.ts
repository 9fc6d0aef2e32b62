import type { SignInError } from "@/lib/contracts/sign-in";

/** What the person reads when a sign-in did not happen. */
export function describeSignInError(error: SignInError, retryAfterSeconds: number | null): string {
  switch (error) {
    case "CredentialsSignin":
      return "That e-mail and password do not match an account that can sign in here.";
    case "TooManyAttempts":
      return `Too many attempts. Try again in ${describeSeconds(retryAfterSeconds)}.`;
    case "FormExpired":
      return "This form was open for too long. Please try again.";
    case "CrossOrigin":
      return "This request did not come from the desk itself. Open the desk in its own tab and try again.";
    case "TooLarge":
      return "That is more than the desk accepts. Shorten it and try again.";
    case "Unavailable":
      return "The desk cannot write its access log, so nobody can sign in. Try again in a moment. If it lasts, tell whoever runs the desk.";
    case "SignedOutUnlogged":
      return "You are signed out. The desk could not write that into its access log: please tell whoever runs it.";
  }
}

export const UNREACHABLE_WORDS =
  "The desk did not answer. Check your connection and try again in a moment.";

function describeSeconds(seconds: number | null): string {
  if (seconds === null) return "a moment";
  if (seconds > 90) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
