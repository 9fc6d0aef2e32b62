import { decodeLayers, toSourceRange, type View } from "./decode-paste";
import { scanIds } from "./scan-ids";
import { MAY_HOLD_SECRET, SECRET_KINDS, SECRET_RULES, type SecretKind } from "./secret-rules";

/** What is to be cut out of a text: the secrets, and the parts of them that hold no session id. */
export type FoundSecrets = {
  kinds: SecretKind[];
  /** Where each of them stands. */
  spans: readonly SecretSpan[];
  cuts: Range[];
};

type Range = [start: number, end: number];
type SecretSpan = { kind: SecretKind; start: number; end: number };

/**
 * Finds the secrets of a text in every reading of it, so that none hides in an encoding. `kinds` has
 * one entry per secret; `cuts` are sorted and do not overlap.
 */
export function findSecrets(text: string): FoundSecrets {
  const layers = decodeLayers(text);
  const spans = mergeSpans(layers.flatMap(findInView));
  const ids = spans.length > 0 ? layers.slice(-1).flatMap(findIdRanges) : [];
  return { kinds: spans.map(({ kind }) => kind), spans, cuts: withoutIds(spans, ids) };
}

function findInView(view: View): SecretSpan[] {
  if (!MAY_HOLD_SECRET.test(view.text)) return [];
  return SECRET_RULES.flatMap(({ kind, pattern }) =>
    Array.from(view.text.matchAll(pattern), (match): SecretSpan => {
      const secretStart = match.index + (match[1]?.length ?? 0);
      const [start, end] = toSourceRange(view, secretStart, match.index + match[0].length);
      return { kind, start, end };
    }),
  );
}

/** One span per secret, though several readings and rules may have found parts of it. */
function mergeSpans(spans: readonly SecretSpan[]): SecretSpan[] {
  const precedence = (span: SecretSpan) => SECRET_KINDS.indexOf(span.kind);
  const sorted = spans
    .filter((span) => span.end > span.start)
    .sort((a, b) => a.start - b.start || precedence(a) - precedence(b));
  const merged: SecretSpan[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

function findIdRanges(view: View): Range[] {
  return scanIds(view.text)
    .filter((candidate) => candidate.id !== null)
    .map((candidate) => toSourceRange(view, candidate.start, candidate.end));
}

function withoutIds(spans: readonly SecretSpan[], ids: readonly Range[]): Range[] {
  const cuts: Range[] = [];
  let next = 0;
  for (const { start, end } of spans) {
    let from = start;
    while ((ids[next]?.[1] ?? Infinity) <= start) next += 1;
    for (let at = next; (ids[at]?.[0] ?? Infinity) < end; at += 1) {
      const [idStart, idEnd] = ids[at] ?? [end, end];
      if (idStart > from) cuts.push([from, idStart]);
      from = Math.max(from, idEnd);
    }
    if (from < end) cuts.push([from, end]);
  }
  return cuts;
}
