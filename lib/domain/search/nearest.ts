/** Longer texts are no slip of the finger, and measuring them takes time. */
const LENGTH_MAX = 40;
const SHARED_START_MIN = 4;

/** The candidate that `text` was most likely meant to be; null where none is near. */
export function findNearest(text: string, candidates: readonly string[]): string | null {
  const wanted = text.toLowerCase().replace(/[\s_-]+/g, "_");
  if (wanted.length < 2 || wanted.length > LENGTH_MAX) return null;
  let best: { candidate: string; score: number } | null = null;
  for (const candidate of candidates) {
    const score = scoreOf(wanted, candidate.toLowerCase().replaceAll("-", "_"));
    if (score !== null && (best === null || score < best.score)) best = { candidate, score };
  }
  return best?.candidate ?? null;
}

/** Slips first, then words that were begun, then parts of a word, then a like beginning. */
function scoreOf(wanted: string, candidate: string): number | null {
  const distance = editDistance(wanted, candidate);
  if (distance <= Math.floor(wanted.length / 3)) return distance;
  const isLongEnough = wanted.length >= 3;
  if (isLongEnough && (candidate.startsWith(wanted) || wanted.startsWith(candidate))) return 20;
  if (wanted.length >= SHARED_START_MIN && candidate.includes(wanted)) return 30;
  const start = wanted.slice(0, SHARED_START_MIN);
  return start.length === SHARED_START_MIN && candidate.startsWith(start) ? 40 + distance : null;
}

/** Letters to insert, drop, replace or swap with their neighbour to make one text of the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
      );
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap && row > 1 && column > 1) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
