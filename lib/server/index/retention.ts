import "server-only";

/** Days that Kayle keeps a session after its end; the desk never keeps one longer. */
export const RETENTION_DAYS_MAX = 30;

const DAY_MS = 86_400_000;

/** A session lives an hour and is closed by a sweep; created so long before its end at most. */
const LIFE_MS = 2 * 3_600_000;

export type Retention = {
  /** Whole days after the end, 1 to 30. */
  days: number;
};

/** Sessions that ended before this moment are no longer kept. */
export function toOldestEnd(now: Date, { days }: Retention): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/** No session that is still kept was created before this moment, unless it never ended. */
export function toWindowStart(now: Date, retention: Retention): Date {
  return new Date(toOldestEnd(now, retention).getTime() - LIFE_MS);
}

/** A session that never ends, because Kayle is away or forgets it, counts from its deadline on. */
export function isPastRetention(
  row: { completedAt: number | null; expiresAt: number },
  now: Date,
  retention: Retention,
): boolean {
  return (row.completedAt ?? row.expiresAt) < toOldestEnd(now, retention).getTime();
}
