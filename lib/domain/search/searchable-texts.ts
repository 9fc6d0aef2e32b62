import type { SessionRecord } from "../session";

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;
const ESCAPED = /(?:%[0-9a-f]{2})+/gi;

/**
 * Where free words are looked for: the id, the redirect URL as it stands, and the same with its
 * percent-encoding undone, so that `TW-123` finds `TW%2D123`. All are folded by `foldSearchText`. An index
 * that keeps these texts answers as `matchesSearch` does.
 */
export function toSearchableTexts(
  session: Pick<SessionRecord, "id" | "redirect_url">,
): [id: string, ...redirects: string[]] {
  const id = foldSearchText(session.id);
  if (session.redirect_url === null) return [id];
  const raw = foldSearchText(session.redirect_url);
  if (!raw.includes("%")) return [id, raw];
  const decoded = foldSearchText(session.redirect_url.replace(ESCAPED, decodeRun));
  return raw === decoded ? [id, raw] : [id, raw, decoded];
}

/** Small letters in one form of Unicode. A word is folded the same way before it is looked for. */
export function foldSearchText(text: string): string {
  // A million ids and URLs pass through here, and nearly all are ASCII, which has one form only.
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize("NFC").toLowerCase();
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}
