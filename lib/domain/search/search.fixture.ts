import { FAILURE_CODES, SESSION_STATUSES, type SessionRecord } from "../session";
import { aSession } from "../session-record.fixture";
import { applyFix, type SearchError } from "./errors";
import { parseSearch, type SearchResult } from "./parse";
import type { SearchContext, SearchFilter, SearchQuery, SearchTerm } from "./query";

/** Noon in Paris on a Monday in winter, when Paris is an hour ahead of UTC. */
export const CONTEXT: SearchContext = {
  now: new Date("2026-11-23T11:00:00Z"),
  zone: "Europe/Paris",
};

export function errorsOf(result: SearchResult): SearchError[] {
  return result.ok ? [] : result.errors;
}

/** The terms of a text that must be understood, without their places. */
export function filtersOf(text: string, context = CONTEXT): SearchFilter[] {
  const result = parseSearch(text, context);
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join(" "));
  return result.query.terms.map(withoutPlace);
}

function withoutPlace({ index: _, from: __, to: ___, ...filter }: SearchTerm): SearchFilter {
  return filter;
}

/** A search as it is, wherever in the text its terms stand. */
export function withoutPlaces({ terms, sort }: SearchQuery): unknown {
  return { terms: terms.map(withoutPlace), sort };
}

/** What the text becomes by taking the desk at its word. */
export function mend(text: string, context = CONTEXT): string | null {
  const fix = errorsOf(parseSearch(text, context))[0]?.fix;
  return fix ? applyFix(text, fix) : null;
}

/** Sessions that differ in every respect that the language asks about. */
export function aWorld(): SessionRecord[] {
  const codes = [null, ...FAILURE_CODES, "brand_new"];
  const statuses = [...SESSION_STATUSES, "awaiting_review"];
  const redirects = [
    null,
    "https://shop.example/checkout?order=A-1234",
    "https://pay.shop.example/return?reference=TW%2D123&name=Zo%C3%AB",
    "https://notshop.example/x",
    "http://shop.example:8080/",
    "fernhill-app://verified?order=A-48213",
    "https://münchen.example/a b",
    "not a url %zz",
  ];
  const webhooks = [null, "whe_one", ["whe_one", "whe_two"], []];
  return Array.from({ length: 280 }, (_, at) =>
    aSession({
      id: `vs_${at.toString(36).padStart(4, "0")}${"aB3".repeat(20)}`,
      status: statuses[at % statuses.length] ?? "created",
      failure_code: codes[at % codes.length] ?? null,
      nfc_tries_used: at % 4,
      liveness_tries_used: (at >> 2) % 4,
      redirect_url: redirects[at % redirects.length] ?? null,
      webhook_endpoint_id: webhooks[at % webhooks.length] ?? null,
      share_fields: at % 3 === 0 ? {} : claims(at % 3 === 1 ? "age_over_18" : "family_name"),
      created_at: hoursAgo(at),
      expires_at: hoursAgo(at - 1),
      ...(at % 5 === 0 ? {} : { updated_at: hoursAgo(at / 2) }),
      ...(at % 7 > 1 ? { completed_at: hoursAgo(at - 0.5) } : {}),
    }),
  );
}

function claims(key: string): SessionRecord["share_fields"] {
  return { [key]: { required: true, reason: "", source: "rc" } };
}

function hoursAgo(hours: number): string {
  return new Date(CONTEXT.now.getTime() - hours * 3_600_000).toISOString();
}
