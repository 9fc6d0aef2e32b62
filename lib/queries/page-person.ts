import { PERSON_HEADER } from "@/lib/contracts/person-header";

let person: string | null = null;

/** Only in a browser: a server has pages of many people at once. */
export function setPagePerson(mark: string): void {
  person = mark;
}

/** The headers that say whose page asks, and whether it asks by itself. */
export function toPageHeaders(background: boolean): Record<string, string> {
  return {
    ...(background && { "x-desk-background": "1" }),
    ...(person !== null && { [PERSON_HEADER]: person }),
  };
}
