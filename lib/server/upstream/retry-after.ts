import "server-only";

const LONGEST_SECONDS = 300;

/**
 * Seconds that a Retry-After header asks to wait: whole seconds or an HTTP date (RFC 9110). Null for
 * none or for one that is neither; never above 300, as the header is not ours to trust.
 */
export function parseRetryAfterSeconds(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), LONGEST_SECONDS);
  // `Date.parse` reads almost anything with a digit in it; a date of RFC 9110 begins with a weekday.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return null;
  const seconds = Math.ceil((atMs - now.getTime()) / 1000);
  return Math.min(Math.max(seconds, 0), LONGEST_SECONDS);
}
