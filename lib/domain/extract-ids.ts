import { decodeFully } from "./decode-paste";
import { redactSecrets } from "./redact";
import { scanIds } from "./scan-ids";
import { explainSessionId, type SessionIdFault } from "./session-id";
import { shortenId } from "./shorten-id";

/** Something that is almost a session id; `text` is shortened for display and holds no secret. */
export type NearMiss = { text: string; fault: SessionIdFault };

const NEAR_MISSES_MAX = 20;

/** A word that begins like an id of Kayle's. Capitals are let through to be explained. */
const ID_LIKE = /(?<![\p{L}\p{N}_])(?:vs|evt|whd|whe|whk|va)_[\p{L}\p{N}_-]{0,200}/giu;

/**
 * Finds the session ids in anything that a person may paste: links, mails, JSON, tables, encoded
 * once or twice, broken over lines. Ids are unique and in the order of the text. Linear in time.
 */
export function extractSessionIds(text: string): { ids: string[]; nearMisses: NearMiss[] } {
  const decoded = decodeFully(text).text;
  const candidates = scanIds(decoded);
  const ids = new Set<string>();
  let rest = "";
  let readTo = 0;
  for (const { start, end, id } of candidates) {
    if (id === null) continue;
    ids.add(id);
    rest += `${decoded.slice(readTo, start)} `;
    readTo = end;
  }
  rest += decoded.slice(readTo);
  return { ids: [...ids], nearMisses: findNearMisses(rest, ids.size > 0) };
}

/** Other kinds of Kayle ids are only worth a word where no session id was found. */
function findNearMisses(rest: string, hasIds: boolean): NearMiss[] {
  const found = new Map<string, NearMiss>();
  for (const [token] of redactSecrets(rest).text.matchAll(ID_LIKE)) {
    if (found.size >= NEAR_MISSES_MAX) break;
    const fault = explainSessionId(token);
    if (fault && !found.has(token)) found.set(token, { text: shortenId(token), fault });
  }
  const nearMisses = [...found.values()];
  const own = nearMisses.filter(({ fault }) => fault.kind !== "other-id");
  if (hasIds || own.length > 0) return own;
  return nearMisses.length > 0 ? nearMisses : findBodyWithoutPrefix(rest);
}

/** The text is not repeated here: 64 letters and digits alone could as well be a secret. */
function findBodyWithoutPrefix(rest: string): NearMiss[] {
  if (!/^\s*[A-Za-z0-9]{64}\s*$/.test(rest)) return [];
  const fault = explainSessionId(rest.trim());
  return fault ? [{ text: "64 letters and digits", fault }] : [];
}
