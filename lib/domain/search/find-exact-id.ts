import { extractSessionIds } from "../extract-ids";
import { splitChunks } from "./tokenize";

/**
 * The one session id in the text of a search, in whatever form it was pasted: whoever writes a whole id
 * wants that session, so it bypasses every filter. Null where there is none, where there are several,
 * and where it is left out by a `-`.
 */
export function findExactId(text: string): string | null {
  const { ids } = extractSessionIds(withoutNegated(text));
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/** A mark takes the place of what is left out, so that no id grows together over the gap. */
function withoutNegated(text: string): string {
  let kept = "";
  let readTo = 0;
  for (const { negated, from, to } of splitChunks(text)) {
    if (!negated) continue;
    kept += `${text.slice(readTo, from)} ; `;
    readTo = to;
  }
  return kept + text.slice(readTo);
}
