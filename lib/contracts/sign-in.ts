import { z } from "zod";

/** Why a sign-in did not happen, as far as the person may know. */
export const SIGN_IN_ERRORS = {
  /** Wrong password, disabled account or unknown address: one answer for all three. */
  CredentialsSignin: 401,
  TooManyAttempts: 429,
  /** The form was open for so long that its token no longer counts. */
  FormExpired: 403,
  CrossOrigin: 403,
  TooLarge: 413,
  /** The access log cannot be written, so nobody is signed in. */
  Unavailable: 503,
  /** Signed out all right, but the access log could not be told. */
  SignedOutUnlogged: 503,
  PasswordsNotOffered: 403,
  /** The company's provider: what it said, or did not say, and what the desk makes of it. */
  CompanyNotOffered: 404,
  CompanyUnreachable: 424,
  CompanyAnswer: 403,
  CompanyDenied: 403,
  CompanyExpired: 403,
  CompanyEmailUnverified: 403,
  CompanyDomain: 403,
  CompanyNoRole: 403,
  CompanyClosed: 403,
  CompanyTaken: 403,
  /** The desk's own database or access log failed meanwhile. */
  CompanyDeskFault: 503,
} as const;
export type SignInError = keyof typeof SIGN_IN_ERRORS;
const SIGN_IN_ERROR_NAMES = Object.keys(SIGN_IN_ERRORS) as [SignInError, ...SignInError[]];

/** What the desk answers to a sign-in made by a script. */
export const signInResponseSchema = z.object({
  /** Where to go next: a page of the desk, with the error in its query, or the company's provider. */
  url: z.string(),
  error: z.enum(SIGN_IN_ERROR_NAMES).nullable(),
  /** Set with `TooManyAttempts`; the same figure as the Retry-After header. */
  retryAfterSeconds: z.number().nullable(),
});
export type SignInResponse = z.infer<typeof signInResponseSchema>;

export function isSignInError(value: unknown): value is SignInError {
  return typeof value === "string" && Object.hasOwn(SIGN_IN_ERRORS, value);
}
