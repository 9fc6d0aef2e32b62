/**
 * What a search asks for, read and resolved: plain data that goes through JSON unchanged. The SQL, the
 * chips and `matchesSearch` are all built from it, never from the text.
 */
export type SearchQuery = {
  /** A session must fit all of them. In the order of the text. */
  terms: SearchTerm[];
  sort: SearchSort;
};

export type SearchTerm = SearchFilter & TermPlace;

/**
 * One condition. Lists are never empty and mean "any of". `negated` turns the whole condition round,
 * so a negated list means "none of", and a session that lacks what is compared fits a negated term.
 */
export type SearchFilter = { negated: boolean } & (
  | { key: "status"; values: string[] }
  /** Null: Kayle gives no failure code. */
  | { key: "code"; values: (string | null)[] }
  | { key: "nfc" | "liveness"; ranges: CountRange[] }
  | { key: "created" | "ended"; ranges: TimeRange[] }
  /** Claim keys that were asked for. */
  | { key: "claim"; values: string[] }
  /** Hosts as `findRedirectHost` gives them; a host stands for its subdomains too. */
  | { key: "redirect"; values: string[] }
  /** Endpoint ids; null: no endpoint is named, so every subscribed one is told. */
  | { key: "webhook"; values: (string | null)[] }
  | { key: "has"; values: HasValue[] }
  | { key: "is"; values: IsValue[] }
  /** Part of a redirect URL, or the beginning or the end of an id, whatever the case. */
  | { key: "word"; text: string }
);

/** Where the term stands: its number among all words of the text, faulty ones included, and its span. */
type TermPlace = { index: number; from: number; to: number };

/** Both ends count; null is open. */
export type CountRange = { min: number | null; max: number | null };

/**
 * `from` counts and `before` does not; null is open. ISO 8601 in UTC, to the millisecond. `text` is the
 * value as the person wrote it, such as `7d`.
 */
export type TimeRange = { from: string | null; before: string | null; text: string };

export const HAS_VALUES = ["redirect", "code", "webhook", "claims"] as const;
export type HasValue = (typeof HAS_VALUES)[number];

export const IS_VALUES = ["open", "ended", "overdue", "changed-after-end"] as const;
export type IsValue = (typeof IS_VALUES)[number];

export const SORT_COLUMNS = ["created", "ended", "updated"] as const;
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** `desc` is newest first. */
export type SearchSort = { by: SortColumn; direction: "desc" | "asc" };

export const DEFAULT_SORT: SearchSort = { by: "created", direction: "desc" };

/** What the keys of the language are called, in the order in which they are offered. */
export const SEARCH_KEYS = [
  "status",
  "code",
  "nfc",
  "liveness",
  "created",
  "ended",
  "claim",
  "redirect",
  "webhook",
  "has",
  "is",
] as const;
export type SearchKey = (typeof SEARCH_KEYS)[number];

export function isSearchKey(text: string): text is SearchKey {
  return (SEARCH_KEYS as readonly string[]).includes(text);
}

/** Relative times and calendar days are read at this moment, in this zone. */
export type SearchContext = { now: Date; zone: string };
