import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { SessionListQuery } from "@/lib/contracts/session-list-query";
import { endOfDay, startOfDay } from "@/lib/domain/day-range";
import { SESSION_STATUSES } from "@/lib/domain/session";

/** Rows of one page of the list. */
export const LIST_PAGE_SIZE = 50;

/**
 * The list's filters as they stand in the URL, which is their only state. A broken link forgives: a
 * value that does not fit counts as not given.
 */
export const listParsers = {
  status: parseAsStringLiteral(SESSION_STATUSES),
  /** Calendar days in the viewer's zone, `YYYY-MM-DD`. */
  from: parseAsString,
  to: parseAsString,
  /** The last id of the page before. */
  after: parseAsString,
};

export type ListState = {
  status: (typeof SESSION_STATUSES)[number] | null;
  from: string | null;
  to: string | null;
  after: string | null;
};

/** The question for the API; days become instants in the zone that the page shows. */
export function toListQuery(state: ListState, zone: string): SessionListQuery {
  const from = state.from ? startOfDay(state.from, zone) : null;
  const to = state.to ? endOfDay(state.to, zone) : null;
  return {
    limit: LIST_PAGE_SIZE,
    ...(state.status && { status: state.status }),
    ...(from && { created_from: from }),
    ...(to && { created_to: to }),
    ...(state.after && { starting_after: state.after }),
  };
}

export function isFiltered(state: ListState): boolean {
  return Boolean(state.status || state.from || state.to);
}
