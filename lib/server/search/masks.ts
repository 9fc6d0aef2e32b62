import "server-only";
import { matchesFilter } from "@/lib/domain/search/match";
import type { SearchFilter, SearchTerm } from "@/lib/domain/search/query";
import type { SessionRecord } from "@/lib/domain/session";
import type { Dictionaries, Kind } from "./image/dictionaries";

/** Columns of the image that name an entry of a dictionary. */
export const DIMENSIONS = ["kind", "claims", "webhooks", "host"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** One byte per entry of the dictionary: 1 where a session with that entry may fit. */
export type Mask = Uint8Array;

/** The keys that an entry of a dictionary answers alone; the others depend on more of the row. */
const DIMENSION_OF = {
  status: "kind",
  code: "kind",
  nfc: "kind",
  liveness: "kind",
  claim: "claims",
  webhook: "webhooks",
  redirect: "host",
} as const satisfies Partial<Record<SearchFilter["key"], Dimension>>;

export const FACET_KEYS = Object.keys(DIMENSION_OF) as FacetKey[];
export type FacetKey = keyof typeof DIMENSION_OF;

export function isFacetKey(key: string): key is FacetKey {
  return key in DIMENSION_OF;
}

export function dimensionOf(key: FacetKey): Dimension {
  return DIMENSION_OF[key];
}

/**
 * Which entries of `dimension` fit all of the terms that it answers, without those of the key
 * `except`. The meaning of a term is `matchesFilter`'s own, asked once per entry.
 */
export function toMask(
  terms: readonly SearchTerm[],
  dimension: Dimension,
  dictionaries: Dictionaries,
  except?: FacetKey,
): Mask {
  const own = terms.filter(
    ({ key }) => isFacetKey(key) && dimensionOf(key) === dimension && key !== except,
  );
  const records = toRecords(dimension, dictionaries);
  return Uint8Array.from(records, (record) =>
    own.every((term) => matchesFilter(term, record, ANY_MOMENT)) ? 1 : 0,
  );
}

/** None of the keys above looks at the clock. */
const ANY_MOMENT = new Date(0);

function toRecords(dimension: Dimension, dictionaries: Dictionaries): SessionRecord[] {
  switch (dimension) {
    case "kind":
      return dictionaries.kinds.entries.map(toKindRecord);
    case "claims":
      return dictionaries.claims.entries.map((keys) => {
        const field = { required: false, reason: "", source: "" };
        return { ...BLANK, share_fields: Object.fromEntries(keys.map((key) => [key, field])) };
      });
    case "webhooks":
      return dictionaries.webhooks.entries.map((webhook_endpoint_id) => {
        return { ...BLANK, webhook_endpoint_id };
      });
    case "host":
      return dictionaries.hosts.entries.map((host) => {
        return { ...BLANK, redirect_url: host === null ? null : `https://${host}/` };
      });
  }
}

/** A session of this kind, about which nothing else is known. */
export function toKindRecord(kind: Kind): SessionRecord {
  return {
    ...BLANK,
    status: kind.status,
    failure_code: kind.failureCode,
    nfc_tries_used: kind.nfcTriesUsed,
    liveness_tries_used: kind.livenessTriesUsed,
  };
}

const BLANK: SessionRecord = {
  id: "",
  status: "",
  failure_code: null,
  nfc_tries_used: 0,
  liveness_tries_used: 0,
  contract_version: 1,
  share_fields: {},
  redirect_url: null,
  webhook_endpoint_id: null,
  verification_url: "",
  expires_at: new Date(0).toISOString(),
  completed_at: null,
  created_at: new Date(0).toISOString(),
  updated_at: new Date(0).toISOString(),
};
