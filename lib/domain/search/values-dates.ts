import { startOfDay } from "../day-range";
import { errorWithGuess, quoteText, type Read, type SearchError, searchError } from "./errors";
import { type Moment, readMoment } from "./moments";
import { findNearest } from "./nearest";
import type { SearchContext, TimeRange } from "./query";
import type { Item } from "./tokenize";

const COMPARED = /^(>=|<=|>|<|=|≥|≤)?(.*)$/s;

/**
 * Reads when something happened: `2026-11-01`, `>2026-11-01`, `2026-11-01..2026-11-07`, `7d..1d`,
 * `<1h` (less than 1 hour ago), `>2d` (more than 2 days ago), `7d` (within the last 7 days), `today`.
 */
export function readTimes(item: Item, context: SearchContext): Read<TimeRange> {
  const dots = item.quoted ? -1 : item.text.indexOf("..");
  if (dots >= 0) {
    return readRange(item, item.text.slice(0, dots), item.text.slice(dots + 2), context);
  }
  const [, operator = "", rest = ""] = item.quoted
    ? [item.text, "", item.text]
    : (COMPARED.exec(item.text) ?? []);
  const moment = readMoment(rest, context);
  if (moment === "out of range") return { error: outOfRange(item, rest) };
  if (moment === null) return { error: notATime(item, operator, rest) };
  return moment.kind === "ago" ? compareAgo(operator, moment, item) : compare(operator, moment);
}

/** A day counts whole on both sides; a time counts to the precision it is written in only alone. */
function compare(operator: string, moment: Moment): Read<TimeRange> {
  const { start, text } = moment;
  const after = moment.kind === "day" ? moment.end : start + 1;
  switch (operator) {
    case ">":
      return { value: rangeOf(after, null, `>${text}`) };
    case ">=":
    case "≥":
      return { value: rangeOf(start, null, `>=${text}`) };
    case "<":
      return { value: rangeOf(null, start, `<${text}`) };
    case "<=":
    case "≤":
      return { value: rangeOf(null, after, `<=${text}`) };
    default:
      return { value: rangeOf(start, Math.max(moment.end, start + 1), text) };
  }
}

/** Here a comparison is of the age: less than an hour ago is later than an hour before now. */
function compareAgo(operator: string, { start, text }: Moment, item: Item): Read<TimeRange> {
  switch (operator) {
    case "":
      return { value: rangeOf(start, null, text) };
    case "<":
    case "<=":
    case "≤":
      return { value: rangeOf(start, null, `${operator.replace("≤", "<=")}${text}`) };
    case ">":
    case ">=":
    case "≥":
      return { value: rangeOf(null, start, `${operator.replace("≥", ">=")}${text}`) };
    default: {
      const message = `${quoteText(item.text)} would be one single moment.`;
      return { error: errorWithGuess("comparison", item, message, text) };
    }
  }
}

function readRange(
  item: Item,
  first: string,
  last: string,
  context: SearchContext,
): Read<TimeRange> {
  const from = first === "" ? null : readMoment(first, context);
  const to = last === "" ? null : readMoment(last, context);
  if (from === "out of range") return { error: outOfRange(item, first) };
  if (to === "out of range") return { error: outOfRange(item, last) };
  if (first !== "" && from === null) return { error: notATime(item, "", first) };
  if ((last !== "" && to === null) || (from === null && to === null)) {
    return { error: notATime(item, "", last) };
  }
  const before = to && (to.kind === "instant" ? to.start + 1 : to.end);
  const text = `${from?.text ?? ""}..${to?.text ?? ""}`;
  if (from && before !== null && from.start >= before) return { error: reversed(item, from, to) };
  return { value: rangeOf(from?.start ?? null, before, text) };
}

function rangeOf(from: number | null, before: number | null, text: string): TimeRange {
  return { from: toIso(from), before: toIso(before), text };
}

function toIso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function reversed(item: Item, from: Moment, to: Moment | null): SearchError {
  const message = `${quoteText(item.text)} ends before it begins.`;
  if (to === null || from.text === to.text) return searchError("value-range", item, message);
  return errorWithGuess("value-range", item, message, `${to.text}..${from.text}`);
}

function outOfRange(item: Item, text: string): SearchError {
  const message = `${quoteText(text)} lies too far off. Years from 2000 to 2099 can be searched.`;
  return searchError("value-range", item, message);
}

function notATime(item: Item, operator: string, text: string): SearchError {
  if (text === "") {
    const message = `There is no time ${operator === "" ? "beside “..”" : `after “${operator}”`}.`;
    return searchError("value-missing", item, message);
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && startOfDay(text.slice(0, 10), "UTC") === null) {
    return searchError("value-form", item, `There is no day ${quoteText(text.slice(0, 10))}.`);
  }
  const message = `${quoteText(text)} is not a time.`;
  const guess = repair(text) ?? (text === item.text ? repairMonth(text) : null);
  if (guess !== null) {
    const insert = item.quoted ? guess : item.text.replace(text, () => guess);
    return errorWithGuess("value-form", item, message, insert);
  }
  const hint = "Write a day such as 2026-11-01, or 7d, 1h, today or yesterday.";
  return searchError("value-form", item, `${message} ${hint}`);
}

/** Other ways in which people write a day, where only one day can be meant. */
function repair(text: string): string | null {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? [];
  if (year && month && day) return toDay(year, month, day);
  const [, first, second, last] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  if (first && second && last) return toDay(last, second, first);
  const [, count, unit] = /^(\d{1,6})[\s_-]?(sec|hour|day|week|minute)s?$/i.exec(text) ?? [];
  if (count && unit) return `${count}${unit.charAt(0).toLowerCase()}`;
  return findNearest(text, ["today", "yesterday"]);
}

function toDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return startOfDay(text, "UTC") && text;
}

function repairMonth(text: string): string | null {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(text) ?? [];
  if (!year || !month || startOfDay(`${year}-${month}-01`, "UTC") === null) return null;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return `${year}-${month}-01..${year}-${month}-${last}`;
}
