import "server-only";
import type { SignInError } from "@/lib/contracts/sign-in";
import type { StaffRow } from "../../staff/staff-store";

/** Why the company's sign-in did not open the desk; each has its own words on the sign-in page. */
type CompanyRefusalCode = Extract<SignInError, `Company${string}`>;

/**
 * The sign-in is refused. `reason` is for the log: words of the desk, nothing that the provider or the
 * browser sent.
 */
export class CompanyRefusal extends Error {
  override readonly name = "CompanyRefusal";

  constructor(
    readonly code: CompanyRefusalCode,
    readonly reason: string,
    /** The known account that it concerns, for the access log. */
    readonly account: StaffRow | null = null,
  ) {
    super(code);
  }
}

/** The provider said something that an honest one, set up as agreed, would not say. */
export function refuseAnswer(reason: string): CompanyRefusal {
  return new CompanyRefusal("CompanyAnswer", reason);
}

/** The provider did not answer as a whole, or said that it could not. */
export function refuseUnreachable(code: unknown): CompanyRefusal {
  return new CompanyRefusal("CompanyUnreachable", `no complete answer (${code})`);
}
