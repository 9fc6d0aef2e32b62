import { TRIES_MAX } from "../session";
import { quoteText, type Read, type SearchError, searchError } from "./errors";
import type { CountRange } from "./query";
import type { Item } from "./tokenize";

const COMPARED = /^(>=|<=|>|<|=|≥|≤)?(\d{1,9})$/;
const RANGE = /^(\d{0,9})\.\.(\d{0,9})$/;

/** Reads a count of failures: `2`, `>=2`, `1..2`, `..1`. Whole numbers from 0 to 3. */
export function readCounts(item: Item): Read<CountRange> {
  const [, operator = "=", digits] = COMPARED.exec(item.text) ?? [];
  if (digits !== undefined) return checkRange(compare(operator, Number(digits)), item, digits);
  const [, low, high] = RANGE.exec(item.text) ?? [];
  if (low === undefined || high === undefined || low + high === "") return notACount(item);
  const range = { min: toNumber(low), max: toNumber(high) };
  return checkRange(range, item, low, high);
}

/** `2`, `>=2`, `<=1` or `1..2`: what `readCounts` reads as this range. */
export function formatCounts({ min, max }: CountRange): string {
  if (min === max && min !== null) return String(min);
  if (max === null) return `>=${min ?? 0}`;
  return min === null ? `<=${max}` : `${min}..${max}`;
}

function compare(operator: string, count: number): CountRange {
  switch (operator) {
    case ">":
      return { min: count + 1, max: null };
    case ">=":
    case "≥":
      return { min: count, max: null };
    case "<":
      return { min: null, max: count - 1 };
    case "<=":
    case "≤":
      return { min: null, max: count };
    default:
      return { min: count, max: count };
  }
}

function checkRange(range: CountRange, item: Item, ...written: string[]): Read<CountRange> {
  const { min, max } = range;
  const isOutside = written.some((digits) => Number(digits) > TRIES_MAX);
  if (isOutside || (min ?? 0) > TRIES_MAX || (max ?? 0) < 0) {
    const message = `These counters go from 0 to ${TRIES_MAX}, so nothing fits ${quoteText(item.text)}.`;
    return { error: searchError("value-range", item, message) };
  }
  if (min !== null && max !== null && min > max) return { error: reversed(item, min, max) };
  return { value: range };
}

function reversed(item: Item, min: number, max: number): SearchError {
  const insert = `${max}..${min}`;
  const message = `${quoteText(item.text)} ends before it begins. Did you mean ${quoteText(insert)}?`;
  return searchError("value-range", item, message, { from: item.from, to: item.to, insert });
}

function notACount(item: Item): Read<CountRange> {
  const message = `${quoteText(item.text)} is not a count from 0 to ${TRIES_MAX}. Write 2, >=2 or 1..2.`;
  const ofThree = /^([0-3])\/3$/.exec(item.text)?.[1];
  const fix = ofThree === undefined ? null : { from: item.from, to: item.to, insert: ofThree };
  return { error: searchError("value-form", item, message, fix) };
}

function toNumber(digits: string): number | null {
  return digits === "" ? null : Number(digits);
}
