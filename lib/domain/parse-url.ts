/**
 * The URL that a text is, or null. Not by `URL.canParse`: once Node 20 has optimised a caller of it, it
 * answers false for every text with a letter such as "ü" in it (seen with 20.20.2).
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
