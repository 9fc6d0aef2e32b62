import type { SearchResponse } from "@/lib/contracts/search";
import type { SearchSort } from "@/lib/domain/search/query";
import { formatDay, formatTime } from "@/lib/domain/time";

/** Built here rather than by the browser, so that the server's page and the browser's are the same. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

const ORDER_WORDS: Record<`${SearchSort["by"]}-${SearchSort["direction"]}`, string> = {
  "created-desc": "Newest",
  "created-asc": "Oldest",
  "ended-desc": "Last ended",
  "ended-asc": "First ended",
  "updated-desc": "Last changed",
  "updated-asc": "First changed",
};

/** `Newest 50 of 12,345`, `All 7`. */
export function describeExtent(
  rowCount: number,
  sort: SearchSort,
  {
    total,
    totalIsExact,
    cursor,
  }: Pick<SearchResponse["meta"], "total" | "totalIsExact" | "cursor">,
): string {
  const all = Math.max(total, rowCount);
  if (rowCount === 0) return totalIsExact && total === 0 ? "None" : `None of ${formatCount(all)}`;
  if (totalIsExact && all === rowCount && cursor === null) return `All ${formatCount(rowCount)}`;
  const order = ORDER_WORDS[`${sort.by}-${sort.direction}`];
  const more = totalIsExact ? "" : "+";
  return `${order} ${formatCount(rowCount)} of ${formatCount(all)}${more}`;
}

/** `today at 10:00:00`, `14 Nov at 00:00:00`: a moment in the middle of a sentence. */
export function describeMoment(iso: string, { now, zone }: { now: Date; zone: string }): string {
  const day = formatDay(iso, zone, now).replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return `${day} at ${formatTime(iso, zone)}`;
}

/** Where Kayle's own counts are others than the desk's, in one sentence; null where they agree. */
export function describeDifference(
  { difference }: SearchResponse["meta"]["coverage"],
  { now, zone }: { now: Date; zone: string },
): string | null {
  if (difference === null) return null;
  const { listed, atKayle, at } = difference;
  const when = describeMoment(at, { now, zone });
  if (listed === atKayle) {
    return `Kayle counted some sessions under another status than the desk, ${when}`;
  }
  return `Kayle counted ${formatCount(atKayle)} sessions in all and the desk ${formatCount(listed)}, ${when}`;
}

/** The index is asked every 5 s; this long without being in step is worth a word. */
const BEHIND_MS = 30_000;

export type Completeness = { words: string; isComplete: boolean };

/** How complete and how fresh the list is, or what is missing. */
export function describeCompleteness(
  { asOf, complete, coverage }: Pick<SearchResponse["meta"], "asOf" | "complete" | "coverage">,
  { now, zone }: { now: Date; zone: string },
): Completeness {
  if (asOf === null) {
    return { words: "Kayle’s list has not been read yet", isComplete: false };
  }
  if (!complete) {
    const since = coverage.completeSince;
    const words = since
      ? `complete since ${describeMoment(since, { now, zone })}`
      : "nothing is complete yet";
    return { words: `Still reading Kayle’s list: ${words}`, isComplete: false };
  }
  const isBehind = now.getTime() - Date.parse(asOf) > BEHIND_MS;
  if (isBehind) {
    const at = describeMoment(asOf, { now, zone });
    return { words: `No news from Kayle since ${at}`, isComplete: false };
  }
  return { words: `complete as of ${formatTime(asOf, zone)}`, isComplete: true };
}
