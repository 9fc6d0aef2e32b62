import { toInstant } from "./time";
import { toZonedParts } from "./zoned-parts";

/**
 * `2026-11-23 10:26:12` by the clocks of a zone: spreadsheets read it as a date, and sort it. A text
 * that is no moment comes back as it is.
 */
export function toIsoInZone(iso: string, zone: string): string {
  const at = toInstant(iso);
  if (at === null) return iso;
  const { year, month, day, hour, minute, second } = toZonedParts(at, zone);
  const date = [String(year).padStart(4, "0"), ...[month, day].map(toTwo)].join("-");
  return `${date} ${[hour, minute, second].map(toTwo).join(":")}`;
}

function toTwo(part: number): string {
  return String(part).padStart(2, "0");
}
