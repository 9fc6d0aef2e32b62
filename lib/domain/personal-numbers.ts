import type { TextPlace } from "./text-place";

/** "Passport no. X1234567": the number behind the name of a document. */
const NAMED_DOCUMENT =
  /\b(?:passport|passeport|document|licen[cs]e|permis|permit|identity card|id card|carte d.identit[ée]|cni|ausweis)[^\n\d]{0,24}?(?<number>(?=[A-Z0-9]{0,11}\d[A-Z0-9]{0,11}\d)[A-Z0-9]{6,12})(?![A-Za-z0-9])/giu;

/** As issuing states write them: X1234567, AB1234567, 12AB34567, C01X00T47. */
const BARE_DOCUMENT =
  /(?<![\w-])(?:[A-Z]{1,2}\d{7,8}|\d{2}[A-Z]{2}\d{5}|[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{2}(?=[0-9A-Z]*\d[0-9A-Z]*\d[0-9A-Z]*\d)(?=[0-9A-Z]*[A-Z])[0-9CFGHJKLMNPRTVWXYZ]{6})(?![\w-])/g;

const PHONES = [
  // +33 6 12 34 56 78, 0033 …: a country's code, then at least seven digits.
  /(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ .()/-]{0,2}\d){7,12}(?![\w])/g,
  // 06 12 34 56 78 and (555) 123-4567.
  /(?<![\w.:-])0\d(?:[ .-]?\d{2}){4}(?![\w:-])/g,
  /(?<![\w.:-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w:-])/g,
  // A number that is called one.
  /\b(?:tel|tél|phone|mobile|call(?:ed)?|whatsapp|sms)(?:\.|\s+(?:no\.?|number|me|us|back|at|on|him|her|them))*[\s:]{1,3}(?<number>\(?\d(?:[ .()/-]{0,2}\d){6,13})(?![\w])/giu,
];

/** Cards, accounts, national numbers: nine digits or more, at once or in groups. */
const LONG_NUMBERS = [
  /(?<![\w-])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![\w-])/g,
  /(?<![\w.,+-])\d{9,}(?![\w-])/g,
  /(?<![\w.,+:-])\d{3,4}(?:[ -]\d{3,4}){2,5}(?![\w:-])/g,
];

/** Moments as machines count them lie about now. */
const MOMENT_DAYS = 400;
const DAY_MS = 86_400_000;

export function findDocumentNumbers(text: string): TextPlace[] {
  return [...findAll(text, NAMED_DOCUMENT), ...findAll(text, BARE_DOCUMENT)];
}

export function findPhones(text: string): TextPlace[] {
  return PHONES.flatMap((pattern) => findAll(text, pattern));
}

/** Long runs of digits, but for moments in seconds or milliseconds that lie about `now`. */
export function findLongNumbers(text: string, now: Date): TextPlace[] {
  const found = LONG_NUMBERS.flatMap((pattern) => findAll(text, pattern));
  return found.filter(({ from, to }) => !isMoment(text.slice(from, to), now));
}

function isMoment(digits: string, now: Date): boolean {
  if (!/^\d{10}$|^\d{13}$/.test(digits)) return false;
  const ms = Number(digits) * (digits.length === 10 ? 1_000 : 1);
  return Math.abs(ms - now.getTime()) < MOMENT_DAYS * DAY_MS;
}

/** The whole match, or its group `number`, with which the match ends. */
function findAll(text: string, pattern: RegExp): TextPlace[] {
  return Array.from(text.matchAll(pattern), ({ index, 0: match, groups }) => {
    const to = index + match.length;
    return { from: to - (groups?.["number"] ?? match).length, to };
  });
}
