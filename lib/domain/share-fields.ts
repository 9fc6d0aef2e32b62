import type { ShareField } from "./session";

/** One row of the table of what was asked for. */
export type ShareFieldRow = ShareField & {
  /** The claim key, as the API names it. */
  key: string;
  /** The key in plain words; an unknown key stands for itself. */
  label: string;
  isKnownKey: boolean;
  sourceLabel: string;
};

/** The claim keys of OpenAPI 1.5.0, apart from `age_over_N`. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ["document_type_code", "Document type"],
  ["issuing_country_code", "Issuing country"],
  ["family_name", "Family name"],
  ["given_names", "Given names"],
  ["document_number", "Document number"],
  ["nationality_code", "Nationality"],
  ["date_of_birth", "Date of birth"],
  ["sex_marker", "Sex marker"],
  ["document_expiry_date", "Document expiry date"],
  ["mrz_optional_data", "Optional data of the machine-readable zone"],
  ["document_photo", "Photo in the document"],
  ["kayle_document_id", "Kayle’s id for the document"],
  ["kayle_human_id", "Kayle’s id for the person"],
]);

/** The claim keys that have a fixed name; `age_over_N` comes on top. */
export const SHARE_FIELD_KEYS: readonly string[] = [...LABELS.keys()];

const AGE_MIN = 12;
const AGE_MAX = 130;

const SOURCE_LABELS: ReadonlyMap<string, string> = new Map([
  ["rc", "Asked for by us"],
  ["default", "Kayle’s default"],
]);
const SOURCE_ORDER = [...SOURCE_LABELS.keys()];

/**
 * The rows of the table: first what we asked for, then Kayle's defaults, then sources that Kayle may
 * have added since; within each, in Kayle's own order.
 */
export function toShareFieldRows(shareFields: Record<string, ShareField>): ShareFieldRow[] {
  return Object.entries(shareFields)
    .map(([key, { required, reason, source }]) => ({
      key,
      label: shareFieldLabel(key),
      isKnownKey: findLabel(key) !== null,
      required,
      reason,
      source,
      sourceLabel: SOURCE_LABELS.get(source) ?? source,
    }))
    .sort((a, b) => sourceRank(a.source) - sourceRank(b.source));
}

/** Whether the desk knows the claim key, `age_over_12` to `age_over_130` included. */
export function isShareFieldKey(key: string): boolean {
  return findLabel(key) !== null;
}

/** The plain words for a claim key; an unknown one is returned as it is. */
export function shareFieldLabel(key: string): string {
  return findLabel(key) ?? key;
}

function findLabel(key: string): string | null {
  return LABELS.get(key) ?? findAgeLabel(key);
}

function findAgeLabel(key: string): string | null {
  const digits = /^age_over_([1-9]\d{1,2})$/.exec(key)?.[1];
  const age = Number(digits);
  return digits && age >= AGE_MIN && age <= AGE_MAX ? `Over ${age}` : null;
}

function sourceRank(source: string): number {
  const rank = SOURCE_ORDER.indexOf(source);
  return rank < 0 ? SOURCE_ORDER.length : rank;
}
