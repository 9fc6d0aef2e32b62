import { redactSecrets } from "./redact";

/**
 * What somebody is working on, such as a ticket, as they gave it: a cookie that a script may read, so
 * that it goes along with every request of the browser until it is taken back or the browser ends.
 */
export const PURPOSE_COOKIE = "desk-purpose";

const PURPOSE_CHARACTERS_MAX = 60;

/** A purpose as it may be kept: one line without secrets; null where nothing is left. */
export function toPurpose(text: string | null | undefined): string | null {
  const line = (text ?? "").replace(/[\p{C}\s]+/gu, " ").trim();
  return redactSecrets(line).text.slice(0, PURPOSE_CHARACTERS_MAX).trim() || null;
}
