/** How long the rounds of one search took, in the order in which they were asked. */
export type Timing = { name: string; rowsMs: number[]; facetsMs: number[] };

const ROWS_GOAL_MS = 50;
const FACETS_GOAL_MS = 150;

/** The value below which `part` (0 to 1) of the times lie. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export function toTable(timings: readonly Timing[]): string {
  const head = ["search", "rows p50", "p95", "first", "facets p50", "p95", "first"];
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

/** How many searches met the goals, and which did not. */
export function describeTimes(timings: readonly Timing[]): string {
  const slowRows = timings.filter(({ rowsMs }) => percentile(rowsMs, 0.95) > ROWS_GOAL_MS);
  const slowFacets = timings.filter(({ facetsMs }) => percentile(facetsMs, 0.95) > FACETS_GOAL_MS);
  return [
    tell("rows", ROWS_GOAL_MS, timings.length, slowRows),
    tell("facets", FACETS_GOAL_MS, timings.length, slowFacets),
  ].join("\n");
}

function tell(what: string, goalMs: number, count: number, slow: readonly Timing[]): string {
  const met = `${what}: ${count - slow.length} of ${count} searches within p95 <= ${goalMs} ms`;
  return slow.length === 0 ? met : `${met}; slower: ${slow.map(({ name }) => name).join(", ")}`;
}

function toCells({ name, rowsMs, facetsMs }: Timing): string[] {
  return [name, ...toFigures(rowsMs), ...toFigures(facetsMs)];
}

function toFigures(times: readonly number[]): string[] {
  return [percentile(times, 0.5), percentile(times, 0.95), times[0] ?? Number.NaN].map((time) =>
    time.toFixed(1),
  );
}
