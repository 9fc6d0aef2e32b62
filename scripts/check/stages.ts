export type Stage = {
  name: string;
  /** Resolves with an exit code; 0 is a pass. */
  run: () => Promise<number>;
};

export type StageResult = { name: string; code: number; seconds: number };

/** Runs stages in order, each named and timed, and stops after the first that fails. */
export async function runStages(
  stages: readonly Stage[],
  say: (line: string) => void,
): Promise<StageResult[]> {
  const results: StageResult[] = [];
  for (const [index, stage] of stages.entries()) {
    say(`\n--- ${index + 1} of ${stages.length}: ${stage.name} ---`);
    const start = performance.now();
    const code = await stage.run();
    results.push({ name: stage.name, code, seconds: (performance.now() - start) / 1000 });
    if (code !== 0) break;
  }
  return results;
}

/** One line for each stage: how it went and how long it took; and which never ran. */
export function toSummaryLines(
  stages: readonly Stage[],
  results: readonly StageResult[],
): string[] {
  return stages.map(({ name }, index) => {
    const result = results[index];
    if (!result) return `not run  ${name}`;
    const outcome = result.code === 0 ? "passed " : "FAILED ";
    const code = result.code === 0 ? "" : `, exit code ${result.code}`;
    return `${outcome}  ${name} (${result.seconds.toFixed(1)} s${code})`;
  });
}
