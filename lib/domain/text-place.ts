/** A part of a text, in UTF-16 units; `to` does not count. */
export type TextPlace = { from: number; to: number };

/** The line, from 1, on which a part of a text begins. */
export function toLine(text: string, { from }: TextPlace): number {
  return text.slice(0, from).split("\n").length;
}

/** The parts in order of the text; of two that overlap the one that was found first stays. */
export function withoutOverlaps<T extends TextPlace>(found: readonly T[]): T[] {
  const kept: T[] = [];
  for (const one of found) {
    if (kept.every(({ from, to }) => one.to <= from || one.from >= to)) kept.push(one);
  }
  return kept.sort((a, b) => a.from - b.from);
}
