import { extractSessionIds } from "./extract-ids";
import { type RemovedSecret, redactSecrets } from "./redact";
import { SECRET_NAMES } from "./secret-names";
import type { SessionIdFault } from "./session-id";

/** Ids that one table may show: more do not fit into a link that every server accepts. */
export const LOOKUP_IDS_MAX = 100;

/** What the search box is to do with what was pasted; `removed` counts the secrets cut out of it. */
export type Lookup = { removed: RemovedSecret[] } & (
  | { kind: "empty" }
  | { kind: "one"; id: string }
  | { kind: "many"; ids: string[] }
  /** `text` is shortened for display. */
  | { kind: "near-miss"; fault: SessionIdFault; text: string }
  | { kind: "nothing"; sentence: string }
);

/** Reads what was pasted into the search box. Secrets are gone before anything else looks at it. */
export function toLookup(rawText: string): Lookup {
  const { text, removed } = redactSecrets(rawText);
  const { ids, nearMisses } = extractSessionIds(text);
  const [id, ...others] = ids;
  const [nearMiss] = nearMisses;
  if (id && others.length === 0) return { kind: "one", id, removed };
  if (id) return { kind: "many", ids, removed };
  if (nearMiss) return { kind: "near-miss", ...nearMiss, removed };
  if (/^[\s\p{Cf}]*$/u.test(text)) return { kind: "empty", removed };
  return { kind: "nothing", sentence: "There is no session id in that text.", removed };
}

/** How many ids were found, and how many of them are opened at once. */
export function describeFound(ids: readonly string[]): string {
  if (ids.length <= LOOKUP_IDS_MAX) return `${ids.length} session ids found.`;
  return `${ids.length} session ids found. The first ${LOOKUP_IDS_MAX} are opened; paste the rest afterwards.`;
}

/** Tells the person what was cut out of the pasted text; null when nothing was. */
export function describeRemoved(removed: readonly RemovedSecret[]): string | null {
  if (removed.length === 0) return null;
  const names = removed.map(({ kind, count }) => {
    const [one, many] = SECRET_NAMES[kind];
    return count === 1 ? one : `${count} ${many}`;
  });
  const list = new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
  const single = removed.length === 1 && removed[0]?.count === 1;
  const subject = list.charAt(0).toUpperCase() + list.slice(1);
  return single
    ? `${subject} was cut out of what you pasted. It never left this browser.`
    : `${subject} were cut out of what you pasted. They never left this browser.`;
}
