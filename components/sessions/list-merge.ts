import type { InfiniteData } from "@tanstack/react-query";
import type { SearchResponse, SessionSummary } from "@/lib/contracts/search";

/** The pages of a list that were read so far. */
export type ListPages = InfiniteData<SearchResponse>;

/**
 * The rows of all pages, each session once: one that moved to a later page while the pages were read
 * stays where it was first.
 */
export function toRows(pages: ListPages): SessionSummary[] {
  const byId = new Map<string, SessionSummary>();
  for (const row of pages.pages.flatMap(({ data }) => data)) {
    if (!byId.has(row.id)) byId.set(row.id, row);
  }
  return [...byId.values()];
}

/** Puts newer readings in the place of the rows that are there. Nothing moves, nothing is added. */
export function patchRows(pages: ListPages, fresh: readonly SessionSummary[]): ListPages {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  return {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      data: page.data.map((row) => toNewer(row, byId.get(row.id))),
    })),
  };
}

/** An answer that was overtaken on its way must not bring an older state back. */
function toNewer(row: SessionSummary, fresh: SessionSummary | undefined): SessionSummary {
  return fresh && fresh.updated_at >= row.updated_at ? fresh : row;
}

/** How many sessions wait to be shown; `isAtLeast` where there may be more than the head tells of. */
export type NewSessions = { count: number; isAtLeast: boolean };

/**
 * Sessions at the head of the list that are not in it yet. Those after the last known one need not be
 * new: one moves up from a page that was not read yet whenever a row leaves the search.
 */
export function countNew(pages: ListPages, head: SearchResponse): NewSessions {
  const known = new Set(toRows(pages).map(({ id }) => id));
  const isWhole = pages.pages.at(-1)?.meta.cursor === null;
  const lastKnown = head.data.findLastIndex(({ id }) => known.has(id));
  const hasReached = isWhole || lastKnown !== -1;
  const before = isWhole || lastKnown === -1 ? head.data : head.data.slice(0, lastKnown);
  const count = before.filter(({ id }) => !known.has(id)).length;
  return { count, isAtLeast: !hasReached && head.meta.cursor !== null };
}

/** Those of `ids` that are not among `rows`. */
export function findMissing(ids: readonly string[], rows: readonly SessionSummary[]): string[] {
  const there = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !there.has(id));
}
