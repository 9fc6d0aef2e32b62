import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import type { accessLog } from "../db/audit-schema";
import type { AccessEntry } from "./access-entry";

/**
 * The chain of the access log: each row is sealed with a key, over its content and the seal before
 * it. The key is not in the database, so not even the database's owner can seal a row.
 */

export type AccessRow = typeof accessLog.$inferSelect;
export type AccessLogKey = Buffer;

/** The last row of a chain, which the next one continues. */
export type ChainHead = { no: number; hash: string };

/** What the first row of all continues. */
export const CHAIN_START: ChainHead = { no: 0, hash: "0".repeat(64) };

const KEY_BYTES = 32;
const TEXT_CHARACTERS_MAX = 2_000;

/** The key made from a secret that may serve other purposes too. */
export function toAccessLogKey(secret: string): AccessLogKey {
  return Buffer.from(hkdfSync("sha256", secret, "", "session-desk access log", KEY_BYTES));
}

/** The row that continues `head` with this entry. */
export function toAccessRow(
  entry: AccessEntry,
  head: ChainHead,
  { at, key }: { at: Date; key: AccessLogKey },
): AccessRow {
  const { actor } = entry;
  const content = {
    no: head.no + 1,
    at,
    event: entry.event,
    outcome: entry.outcome,
    staffId: actor?.id ?? null,
    staffName: toStorable(actor?.name ?? null),
    role: actor?.role ?? null,
    signInId: actor?.signInId ?? null,
    sessionId: toStorable(entry.sessionId),
    purpose: toStorable(entry.purpose),
    requestId: entry.requestId,
    client: toStorable(entry.client) ?? "unknown",
    details: toStorableDetails(entry.details),
    previousHash: head.hash,
  };
  return { ...content, hash: seal(content, key) };
}

/** Whether a row is exactly as it was sealed with this key. */
export function isIntact({ hash, ...content }: AccessRow, key: AccessLogKey): boolean {
  return seal(content, key) === hash;
}

/** HMAC-SHA-256, in hex, over everything in the row but the seal itself. */
function seal({ at, ...content }: Omit<AccessRow, "hash">, key: AccessLogKey): string {
  const canonical = toCanonicalJson({ ...content, at: at.toISOString() });
  return createHmac("sha256", key).update(canonical).digest("hex");
}

/** JSON with the names in order: the database keeps `details` in an order of its own. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Postgres keeps neither NUL nor half of a surrogate pair, and the seal must be of what is kept. */
function toStorable(text: string | null): string | null {
  if (text === null) return null;
  return toWellFormed(text.replaceAll("\u0000", "").slice(0, TEXT_CHARACTERS_MAX));
}

function toStorableDetails(details: AccessEntry["details"]): Record<string, unknown> {
  const text = JSON.stringify(details, (_name, inner: unknown) =>
    typeof inner === "string" ? toStorable(inner) : inner,
  );
  return JSON.parse(text) as Record<string, unknown>;
}

function toWellFormed(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
