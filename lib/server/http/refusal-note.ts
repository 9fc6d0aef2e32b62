import "server-only";
import type { Refusal } from "../boot/find-refusal";

/** Set or taken away by the desk itself on each request, whatever a client sends under this name. */
export const REFUSAL_HEADER = "x-desk-refusal";

/** Why the door turned the request away; who asks for that address by hand asks for none of the desk's. */
export function findRefusalNote(headers: Pick<Headers, "get">): Refusal {
  const noted = headers.get(REFUSAL_HEADER);
  return noted === "ADDRESS_TOO_LONG" || noted === "METHOD_NOT_ALLOWED" ? noted : "INVALID_ADDRESS";
}
