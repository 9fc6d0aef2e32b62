import { ERROR_CODES } from "@/lib/contracts/error-codes";
import type { SearchResponse } from "@/lib/contracts/search";
import { describeMoment } from "./list-words";

/** In good order the index is in step every 5 s; a shorter silence is no news. */
const STANDSTILL_MS = 15_000;

export type Standstill = { title: string; why: string; hint: string };

/** Why the index is not being kept up, for a person at the list; null while it is. */
export function describeStandstill(
  { asOf, coverage: { fault } }: Pick<SearchResponse["meta"], "asOf" | "coverage">,
  { now, zone }: { now: Date; zone: string },
): Standstill | null {
  if (fault === null) return null;
  if (asOf === null) {
    return {
      title: "The desk has not been able to read Kayle’s list yet.",
      ...toReason(fault.code),
    };
  }
  if (now.getTime() - Date.parse(asOf) < STANDSTILL_MS) return null;
  const at = describeMoment(asOf, { now, zone });
  return {
    title: `This list is not being kept up: it is as it was ${at}.`,
    ...toReason(fault.code),
  };
}

/** A code may be one that a newer desk on the same database wrote. */
function toReason(code: string): Pick<Standstill, "why" | "hint"> {
  // Kayle said no to the sync's own question, which no person at the desk can correct.
  if (code === "INVALID_REQUEST") {
    return {
      why: "Kayle did not accept the desk’s question.",
      hint: "Whoever runs the desk must look into it.",
    };
  }
  const known = Object.entries(ERROR_CODES).find(([name]) => name === code)?.[1];
  return known
    ? { why: known.message, hint: known.hint }
    : { why: `The reason is ${code}.`, hint: "Whoever runs the desk must look into it." };
}
