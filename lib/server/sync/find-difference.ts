import "server-only";
import { RETENTION_DAYS_MAX, type Retention } from "../index/retention";
import type { CountCheck, OutcomeCounts } from "./state";

type CountDifference = {
  checkedAt: Date;
  upstream: OutcomeCounts;
  index: OutcomeCounts;
  /** How many more the index has, by outcome; negative where it has fewer. */
  by: Partial<OutcomeCounts>;
};

/** Open sessions come and go while both are counted; what is wrong with them shows in the others. */
const COMPARED = ["total", "success", "failure", "expired", "cancelled"] as const;

/** One session in this many may be on its way between the two counts. */
const ON_THE_WAY = 1_000;

/**
 * Where Kayle's own counts and those of the index differ; null where they agree or cannot be compared,
 * as with a retention shorter than Kayle's.
 */
export function findDifference(check: CountCheck, retention: Retention): CountDifference | null {
  const { upstream, index, checkedAt } = check;
  if (upstream === null || retention.days < RETENTION_DAYS_MAX) return null;
  const slack = Math.floor(upstream.total / ON_THE_WAY);
  const different = COMPARED.filter((name) => Math.abs(index[name] - upstream[name]) > slack);
  if (different.length === 0) return null;
  const by = Object.fromEntries(different.map((name) => [name, index[name] - upstream[name]]));
  return { checkedAt, upstream, index, by };
}
