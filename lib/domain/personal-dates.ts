import type { TextPlace } from "./text-place";

/** Nobody younger is asked to prove who they are (`age_over_N` begins at 12). */
const AGE_MIN = 12;
const AGE_MAX = 125;

const MONTH =
  "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|fév|fev|mars|avr|mai|juin|juil|août|aout|déc)[\\p{L}]{0,8}\\.?";

/** Group "year" of each; the day and month before it or behind it. */
const DATES = [
  /(?<![\d.,/-])\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?<year>\d{4})(?![\d/-])/gu,
  /(?<![\d.,/-])(?<year>\d{4})[./-]\d{1,2}[./-]\d{1,2}(?![\d/-])/gu,
  new RegExp(
    `(?<!\\d)\\d{1,2}(?:st|nd|rd|th|er|\\.)?\\s+${MONTH},?\\s+(?<year>\\d{4})(?!\\d)`,
    "giu",
  ),
  new RegExp(`(?<!\\p{L})${MONTH}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+(?<year>\\d{4})(?!\\d)`, "giu"),
];

/** Somebody says that it is one: then any form will do, 900503 too. */
const NAMED =
  /(?:\bborn\b|\bbirth|\bd\.?o\.?b\b|\bn(?:é|ée|e|ee)\s+le\b|\bnaissance\b|\bgeb(?:oren|\.)?\b)[^\n\d]{0,24}(?<date>\d{1,4}[\s./-]{0,3}(?:\d{1,2}|\p{L}{3,10})[\s./-]{0,3}\d{2,4}|\d{6}|\d{8})(?!\d)/giu;

/** Dates so long ago that they can hardly be of anything but a birth, and those that are called one. */
export function findBirthDates(text: string, now: Date): TextPlace[] {
  const named = Array.from(text.matchAll(NAMED), ({ index, 0: match, groups }) => {
    const length = groups?.["date"]?.length ?? 0;
    return { from: index + match.length - length, to: index + match.length };
  });
  const old = DATES.flatMap((pattern) =>
    Array.from(text.matchAll(pattern))
      .filter(({ groups }) => isYearOfBirth(Number(groups?.["year"]), now))
      .map(({ index, 0: match }) => ({ from: index, to: index + match.length })),
  );
  return [...named, ...old];
}

function isYearOfBirth(year: number, now: Date): boolean {
  const age = now.getUTCFullYear() - year;
  return age >= AGE_MIN && age <= AGE_MAX;
}
