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
    case "PasswordsNotOffered":
      return "This desk no longer takes passwords. Sign in with the button instead.";
    default:
      return COMPANY_WORDS[error];
  }
}

type CompanyError = Extract<SignInError, `Company${string}`>;

/** What happened, whose side it is on, and what to do. */
const COMPANY_WORDS: Record<CompanyError, string> = {
  CompanyNotOffered: "This desk is not connected to your company’s sign-in.",
  CompanyUnreachable:
    "Your company’s sign-in does not answer. The fault is there, not with you. Try again in a moment.",
  CompanyAnswer:
    "The desk could not verify what your company’s sign-in answered, so it let nobody in. Try again; if it lasts, tell whoever runs the desk.",
  CompanyDenied:
    "Your company’s sign-in did not let you through, or you stopped there. Try again when you are ready.",
  CompanyExpired:
    "This sign-in took too long, or was begun in another window. Please start it again here.",
  CompanyEmailUnverified:
    "Your company’s sign-in knows no verified e-mail address for you. Ask whoever looks after your account there.",
  CompanyDomain:
    "Your e-mail address is not of a domain that this desk lets in. Ask whoever runs the desk.",
  CompanyNoRole:
    "You are signed in at your company, but no role at this desk is meant for you. Ask your lead to have you added to the right group.",
  CompanyClosed: "Your account at this desk is closed. Ask an admin of the desk to open it again.",
  CompanyTaken:
    "Your e-mail address belongs to another account at this desk. Ask an admin of the desk to sort it out.",
  CompanyDeskFault:
    "The desk itself failed while it signed you in. Try again in a moment; if it lasts, tell whoever runs the desk.",
};

export const UNREACHABLE_WORDS =
  "The desk did not answer. Check your connection and try again in a moment.";

function describeSeconds(seconds: number | null): string {
  if (seconds === null) return "a moment";
  if (seconds > 90) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? "1 second" : `${seconds} seconds`;
}
