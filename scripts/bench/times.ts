/**
 * How long the rounds of one search took, in the order in which they were asked, and the part (0 to 1) of
 * the processors that the machine's host gave to others meanwhile.
 */
export type Timing = { name: string; rowsMs: number[]; facetsMs: number[]; stolen: number };

const ROWS_GOAL_MS = 50;
const FACETS_GOAL_MS = 150;

/** The value below which `part` (0 to 1) of the times lie. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export function toTable(timings: readonly Timing[]): string {
  const head = ["search", "rows p50", "p95", "first", "facets p50", "p95", "first", "stolen"];
  const lines = [head, ...timings.map(toCells)];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

/** A promise and what became of it, as a line. */
export function toVerdict(isMet: boolean, promise: string, found: string): string {
  return `${isMet ? "met    " : "NOT MET"}  ${promise}: ${found}`;
}

/** Whether every search kept the promised times, and which did not. */
export function toTimeVerdicts(timings: readonly Timing[]): string[] {
  const rows = timings.map(({ name, rowsMs }) => ({ name, p95: percentile(rowsMs, 0.95) }));
  const facets = timings.map(({ name, facetsMs }) => ({ name, p95: percentile(facetsMs, 0.95) }));
  return [judge("rows", ROWS_GOAL_MS, rows), judge("facets", FACETS_GOAL_MS, facets)];
}

function judge(what: string, goalMs: number, all: readonly { name: string; p95: number }[]) {
  const slow = all.filter(({ p95 }) => !(p95 <= goalMs));
  const worst = Math.max(...all.map(({ p95 }) => p95)).toFixed(1);
  const slower = slow.length === 0 ? "" : `; slower: ${slow.map(({ name }) => name).join(", ")}`;
  const found = `${all.length - slow.length} of ${all.length}, the slowest ${worst} ms${slower}`;
  return toVerdict(slow.length === 0, `each search's ${what} in p95 <= ${goalMs} ms`, found);
}

function toCells({ name, rowsMs, facetsMs, stolen }: Timing): string[] {
  return [name, ...toFigures(rowsMs), ...toFigures(facetsMs), `${(stolen * 100).toFixed(1)} %`];
}

function toFigures(times: readonly number[]): string[] {
  return [percentile(times, 0.5), percentile(times, 0.95), times[0] ?? Number.NaN].map((time) =>
    time.toFixed(1),
  );
}
