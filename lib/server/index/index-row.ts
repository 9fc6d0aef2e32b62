import "server-only";
import { toSearchableTexts } from "@/lib/domain/search/searchable-texts";
import { findRedirectHost } from "@/lib/domain/search/values-hosts";
import type { IndexedRead, IndexedSession } from "./indexed-session";

/** A session as its row holds it. Times are milliseconds since 1970. */
export type IndexRow = {
  id: string;
  createdAt: number;
  expiresAt: number;
  completedAt: number | null;
  updatedAt: number;
  readAt: number;
  status: string;
  failureCode: string | null;
  nfcTriesUsed: number;
  livenessTriesUsed: number;
  /** Sorted, each once. */
  claimKeys: readonly string[];
  /** Sorted, each once; null means every subscribed endpoint. */
  webhookEndpointIds: readonly string[] | null;
  redirectHost: string | null;
  redirectUrl: string | null;
  contractVersion: number;
  shareFieldCount: number;
};

/** The row of a session. Texts are made such that any Postgres stores them. */
export function toIndexRow({ session, readAt }: IndexedRead): IndexRow {
  const redirectUrl = session.redirect_url === null ? null : toStorable(session.redirect_url);
  const webhooks = session.webhook_endpoint_id;
  return {
    id: session.id,
    createdAt: Date.parse(session.created_at),
    expiresAt: Date.parse(session.expires_at),
    completedAt: session.completed_at === null ? null : Date.parse(session.completed_at),
    updatedAt: Date.parse(session.updated_at),
    readAt: readAt.getTime(),
    status: toStorable(session.status),
    failureCode: session.failure_code === null ? null : toStorable(session.failure_code),
    nfcTriesUsed: session.nfc_tries_used,
    livenessTriesUsed: session.liveness_tries_used,
    claimKeys: toClaimKeys(session.share_fields),
    webhookEndpointIds: webhooks === null ? null : toSortedSet([webhooks].flat()),
    redirectHost: findRedirectHost(redirectUrl),
    redirectUrl,
    contractVersion: session.contract_version,
    shareFieldCount: Object.keys(session.share_fields).length,
  };
}

/** What free words are looked for in beside the id; null where there is nothing. */
export function toSearchText(row: Pick<IndexRow, "id" | "redirectUrl">): string | null {
  const [, ...texts] = toSearchableTexts({ id: row.id, redirect_url: row.redirectUrl });
  return texts.length === 0 ? null : toStorable(texts.join("\n"));
}

const claimKeysOf = new WeakMap<object, readonly string[]>();

/** Lists give many sessions one and the same object, see `toKeySet`. */
function toClaimKeys(shareFields: IndexedSession["share_fields"]): readonly string[] {
  const known = claimKeysOf.get(shareFields);
  if (known) return known;
  const keys = toSortedSet(Object.keys(shareFields));
  claimKeysOf.set(shareFields, keys);
  return keys;
}

function toSortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts.map(toStorable))].sort();
}

/** Postgres knows neither the character of number 0 nor halves of a surrogate pair. */
function toStorable(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}
