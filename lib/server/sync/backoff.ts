import "server-only";

const FIRST_MS = 250;
const LONGEST_MS = 60_000;

/**
 * Milliseconds to wait after `failures` in a row: twice as long each time up to a minute, at
 * least what Kayle itself asked for, with jitter so that several desks do not come back together.
 * `random` is 0 to 1.
 */
export function toBackoffMs(
  failures: number,
  retryAfterSeconds: number | undefined,
  random: number,
): number {
  const grown = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 20), LONGEST_MS);
  const jittered = grown * (0.5 + random / 2);
  return Math.round(Math.max(jittered, (retryAfterSeconds ?? 0) * 1000 * (1 + random / 10)));
}
