/**
 * A short mark of a value, to see whether it changed without keeping it: FNV-1a of its JSON text, 32
 * bits in base 36. No secret is safe behind it; it is for what the desk may see anyway.
 */
export function toFingerprint(value: unknown): string {
  const text = toCanonicalJson(value);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}

/** JSON text that is the same for the same value, whatever the order of its keys; empty for nothing. */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, sortKeys) ?? "";
}

/** The order of keys says nothing, and Kayle need not keep it. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
