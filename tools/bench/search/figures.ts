/** How long the rounds of one search took, in milliseconds. */
export type Timing = { name: string; hasWord: boolean; rowsMs: number[]; facetsMs: number[] };

/** What each search must answer within, in p95: done-when of the desk. */
export type Goals = { rows: number; facets: number; word: number };

/** The value below which `part` (0 to 1) of the times lie. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export function toTable(timings: readonly Timing[]): string {
  const head = ["search", "rows p50", "p95", "facets p50", "p95"];
  const lines = [head, ...timings.map(toCells)];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((line) => line.map(pad).join("  ")).join("\n");
}

/** Which searches kept the promised times, and which did not. */
export function toVerdicts(timings: readonly Timing[], goals: Goals): string[] {
  const plain = timings.filter((timing) => !timing.hasWord);
  const words = timings.filter((timing) => timing.hasWord);
  return [
    judge("rows of filters", goals.rows, plain, ({ rowsMs }) => rowsMs),
    judge("facets of filters", goals.facets, plain, ({ facetsMs }) => facetsMs),
    judge("rows with a word", goals.word, words, ({ rowsMs }) => rowsMs),
    judge("facets with a word", goals.word, words, ({ facetsMs }) => facetsMs),
  ];
}

/** A promise and what became of it, as a line. */
export function toVerdict(isMet: boolean, promise: string, found: string): string {
  return `${isMet ? "met    " : "NOT MET"}  ${promise}: ${found}`;
}

function judge(
  what: string,
  goalMs: number,
  timings: readonly Timing[],
  timesOf: (timing: Timing) => number[],
): string {
  const all = timings.map((timing) => ({ ...timing, p95: percentile(timesOf(timing), 0.95) }));
  const slow = all.filter(({ p95 }) => !(p95 <= goalMs));
  const worst = Math.max(...all.map(({ p95 }) => p95)).toFixed(1);
  const slower = slow.length === 0 ? "" : `; slower: ${slow.map(({ name }) => name).join(", ")}`;
  const found = `${all.length - slow.length} of ${all.length}, the slowest ${worst} ms${slower}`;
  return toVerdict(slow.length === 0, `${what} in p95 <= ${goalMs} ms`, found);
}

function toCells({ name, rowsMs, facetsMs }: Timing): string[] {
  const figures = [rowsMs, facetsMs].flatMap((times) => [
    percentile(times, 0.5).toFixed(1),
    percentile(times, 0.95).toFixed(1),
  ]);
  return [name, ...figures];
}
