import "server-only";
import { toSearchableTexts } from "@/lib/domain/search/searchable-texts";
import { findRedirectHost } from "@/lib/domain/search/values-hosts";
import type { IndexedRead, IndexedSession } from "./indexed-session";

/** The texts of a session that its row names by numbers; see `resolveNumbers`. */
export type RowNames = {
  kind: readonly [status: string, code: string | null, nfc: number, liveness: number];
  /** Sorted, each once. */
  claims: readonly string[];
  /** Sorted, each once; null means every endpoint. */
  webhooks: readonly string[] | null;
  host: string | null;
};

/** What else a row holds. Times are milliseconds since 1970. */
export type RowFacts = {
  id: string;
  createdAt: number;
  expiresAt: number;
  completedAt: number | null;
  updatedAt: number;
  readAt: number;
  contractVersion: number;
  shareFieldCount: number;
  redirectUrl: string | null;
};

export type NamedRow = RowFacts & { names: RowNames };

/** Takes a session apart for its row. Texts are made such that any Postgres stores them. */
export function toNamedRow({ session, readAt }: IndexedRead): NamedRow {
  const redirectUrl = session.redirect_url === null ? null : toStorable(session.redirect_url);
  return {
    id: session.id,
    createdAt: Date.parse(session.created_at),
    expiresAt: Date.parse(session.expires_at),
    completedAt: session.completed_at === null ? null : Date.parse(session.completed_at),
    updatedAt: Date.parse(session.updated_at),
    readAt: readAt.getTime(),
    contractVersion: session.contract_version,
    shareFieldCount: Object.keys(session.share_fields).length,
    redirectUrl,
    names: toNames(session, redirectUrl),
  };
}

function toNames(session: IndexedSession, redirectUrl: string | null): RowNames {
  const { status, failure_code, nfc_tries_used, liveness_tries_used } = session;
  const code = failure_code === null ? null : toStorable(failure_code);
  const webhooks = session.webhook_endpoint_id;
  return {
    kind: [toStorable(status), code, nfc_tries_used, liveness_tries_used],
    claims: toClaims(session.share_fields),
    webhooks:
      typeof webhooks === "string" ? [toStorable(webhooks)] : webhooks && toSortedSet(webhooks),
    host: findRedirectHost(redirectUrl),
  };
}

/** What free words are looked for in beside the id; null where there is nothing. */
export function toSearchText(row: Pick<RowFacts, "id" | "redirectUrl">): string | null {
  const [, ...texts] = toSearchableTexts({ id: row.id, redirect_url: row.redirectUrl });
  return texts.length === 0 ? null : toStorable(texts.join("\n"));
}

const claimsOf = new WeakMap<object, readonly string[]>();

/** Lists give many sessions one and the same object, see `toKeySet`. */
function toClaims(shareFields: IndexedSession["share_fields"]): readonly string[] {
  const known = claimsOf.get(shareFields);
  if (known) return known;
  const claims = toSortedSet(Object.keys(shareFields));
  claimsOf.set(shareFields, claims);
  return claims;
}

function toSortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts.map(toStorable))].sort();
}

/** Postgres knows neither the character of number 0 nor halves of a surrogate pair. */
function toStorable(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}
