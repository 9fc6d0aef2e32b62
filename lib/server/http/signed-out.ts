import "server-only";
import { PERSON_HEADER } from "@/lib/contracts/person-header";
import type { SignInEnd } from "@/lib/domain/sign-in-end";
import type { Staff } from "@/lib/domain/staff";
import { findSignInEnd } from "../auth/find-sign-in-end";
import { toPersonMark } from "../auth/person-mark";
import { DeskError } from "./desk-error";

/** The refusal of a request without a sign-in, with why it ended for the holder of its cookie. */
export async function toSignedOut(request: Request): Promise<DeskError> {
  return toError(await findSignInEnd(request.headers.get("cookie"), new Date()));
}

/**
 * Holds a page to the person it was made for: where somebody else has signed in in the same browser
 * since, what one has typed must not be sent in the other's name. @throws DeskError UNAUTHENTICATED
 */
export function requirePagePerson(request: Request, staff: Staff): void {
  const mark = request.headers.get(PERSON_HEADER);
  if (mark !== null && mark !== toPersonMark(staff.id)) throw toError("other_person");
}

function toError(end: SignInEnd | null): DeskError {
  return new DeskError("UNAUTHENTICATED", {
    logDetail: end === null ? "no valid sign-in" : `sign-in over: ${end}`,
    details: end === null ? undefined : { signedOut: end },
  });
}
