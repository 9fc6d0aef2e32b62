import type { Facets } from "@/lib/contracts/search";
import { describeFailureCode } from "@/lib/domain/failure-code";
import type { FacetKey } from "@/lib/domain/search/edit";
import { SESSION_STATUSES } from "@/lib/domain/session";
import { statusLabel } from "@/lib/domain/session-status";
import { shareFieldLabel } from "@/lib/domain/share-fields";

export type FacetValue = { value: string | null; count: number; label: string };
export type FacetGroup = { key: FacetKey; title: string; values: FacetValue[] };

type GroupRule = {
  key: FacetKey;
  title: string;
  toLabel: (value: string | null) => string;
  /** Values that are always shown, in this order, also where no session has them. */
  fixed?: readonly string[];
};

const COUNTS = ["3", "2", "1", "0"] as const;

const GROUPS: readonly GroupRule[] = [
  {
    key: "status",
    title: "Status",
    toLabel: (value) => statusLabel(value ?? ""),
    fixed: SESSION_STATUSES,
  },
  {
    key: "code",
    title: "Failure",
    toLabel: (value) => (value === null ? "No failure code" : describeFailureCode(value).title),
  },
  { key: "nfc", title: "Chip failures used", toLabel: toText, fixed: COUNTS },
  { key: "liveness", title: "Liveness failures used", toLabel: toText, fixed: COUNTS },
  { key: "redirect", title: "Redirect", toLabel: toText },
  { key: "claim", title: "Asked for", toLabel: (value) => shareFieldLabel(value ?? "") },
  {
    key: "webhook",
    title: "Webhook",
    toLabel: (value) => (value === null ? "Every endpoint" : value),
  },
];

/**
 * The facets as the sidebar shows them. Lists of a few known values keep their order whatever is
 * counted, so that nothing moves; the others come most frequent first.
 */
export function toFacetGroups(facets: Facets): FacetGroup[] {
  return GROUPS.map(({ key, title, toLabel, fixed = [] }) => {
    const counted = facets[key] ?? [];
    const others = counted.filter(({ value }) => value === null || !fixed.includes(value));
    const known = fixed.map((value) => ({ value, count: countOf(counted, value) }));
    const values = [...known, ...others].map((one) => ({ ...one, label: toLabel(one.value) }));
    return { key, title, values };
  }).filter(({ values }) => values.length > 0);
}

function countOf(counted: Facets[string], value: string): number {
  return counted.find((one) => one.value === value)?.count ?? 0;
}

function toText(value: string | null): string {
  return value ?? "None";
}
