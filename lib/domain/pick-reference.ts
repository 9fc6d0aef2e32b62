/** Parameters that say how the page is shown or where the visit came from, never which customer. */
const NEVER_A_REFERENCE =
  /^(lang|language|locale|theme|utm_.*|ref(errer)?_source|source|state|status)$/i;
const LIKELY_A_REFERENCE =
  /order|reference|^ref$|application|customer|case|ticket|account|user|booking|_?id$/i;

/**
 * The parameter of a redirect URL that most likely names the integrator's own customer or order, for
 * the one column that has room for it. Null where none can be one.
 */
export function pickReference<T extends { name: string }>(references: readonly T[]): T | null {
  const possible = references.filter(({ name }) => !NEVER_A_REFERENCE.test(name));
  return possible.find(({ name }) => LIKELY_A_REFERENCE.test(name)) ?? possible[0] ?? null;
}
