import { findBirthDates } from "./personal-dates";
import { findDocumentNumbers, findLongNumbers, findPhones } from "./personal-numbers";
import { type TextPlace, withoutOverlaps } from "./text-place";
import { withoutTechnicalParts } from "./without-technical-parts";

const PERSONAL_DATA_KINDS = [
  "mrz",
  "email",
  "birth_date",
  "document_number",
  "phone",
  "long_number",
] as const;
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number];

export type PersonalDataPlace = TextPlace & { kind: PersonalDataKind };

/** What it may be, for the sentence that warns. */
export const PERSONAL_DATA_WORDS: Record<PersonalDataKind, string> = {
  mrz: "a line from a document’s machine-readable zone",
  email: "an e-mail address",
  birth_date: "a date of birth",
  document_number: "a document number",
  phone: "a phone number",
  long_number: "a long number, as of a card or an account",
};

const EMAIL = /[\w.+%'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu;

/** Lines of 30 to 44 (ICAO 9303); a reader may have lost some, so a few less do. */
const MRZ = /(?<![A-Za-z0-9<])(?=[A-Z0-9]*<)[A-Z0-9<]{24,46}(?![A-Za-z0-9<])/g;

/**
 * Where a text looks as if it held personal data, in its order. A guess on purpose: it only warns, so
 * it may miss something, and it stays silent about ids, order numbers, times and dates of events.
 * `now` tells dates of birth from dates of events.
 */
export function findPersonalData(text: string, now: Date): PersonalDataPlace[] {
  const emails = findAll(text, EMAIL);
  const plain = withoutTechnicalParts(text);
  const found: [PersonalDataKind, readonly TextPlace[]][] = [
    ["email", emails],
    ["mrz", findAll(plain, MRZ)],
    ["birth_date", findBirthDates(plain, now)],
    ["document_number", findDocumentNumbers(plain)],
    ["phone", findPhones(plain)],
    ["long_number", findLongNumbers(plain, now)],
  ];
  const places = found.flatMap(([kind, parts]) => parts.map((part) => ({ kind, ...part })));
  return withoutOverlaps(places);
}

function findAll(text: string, pattern: RegExp): TextPlace[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: match }) => ({
    from: index,
    to: index + match.length,
  }));
}
