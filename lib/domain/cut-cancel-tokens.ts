import { decodeLayers, toSourceRange, type View } from "./decode-paste";
import { CANCEL_TOKEN_PARAMETER } from "./secret-rules";

/** Each round takes one encoding's worth of parameters out; neighbours may need a second look. */
const ROUNDS_MAX = 16;

/** Takes each `cancel_token` parameter out of a URL, with one of the signs that set it apart. */
export function cutCancelTokens(url: string): string {
  let clean = url;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const shorter = cutParameters(clean);
    if (shorter === clean) break;
    clean = shorter;
  }
  return clean;
}

/** Cuts at the first encoding in which there is something to cut. */
function cutParameters(url: string): string {
  for (const view of decodeLayers(url)) {
    const cuts = findCuts(view);
    if (cuts.length > 0) return cut(url, cuts);
  }
  return url;
}

function findCuts(view: View): [number, number][] {
  return Array.from(view.text.matchAll(CANCEL_TOKEN_PARAMETER), (match) => {
    const end = match.index + match[0].length;
    const [leadStart, leadEnd] = toSourceRange(view, match.index, match.index + 1);
    const [tailStart, tailEnd] = toSourceRange(view, end - (match[2]?.length ?? 0), end);
    // An `&` that is encoded otherwise than what stands before belongs to the outer URL.
    const hasOwnTail = tailEnd > tailStart && tailEnd - tailStart === leadEnd - leadStart;
    return hasOwnTail ? [leadEnd, tailEnd] : [leadStart, tailStart];
  });
}

function cut(text: string, cuts: readonly [number, number][]): string {
  let kept = "";
  let readTo = 0;
  for (const [start, end] of cuts) {
    kept += text.slice(readTo, start);
    readTo = end;
  }
  return kept + text.slice(readTo);
}
