import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { ROOT } from "./tools";

export type Totals = { passed: number; failed: number; skipped: number };

/** What a run's reports say together. */
export type Outcome = { totals: Totals; files: FileTime[] };

type FileTime = { file: string; seconds: number };

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })),
});

const resultSchema = z.object({ results: z.array(z.object({ duration: z.number() })) });
const specSchema = z.object({ tests: z.array(resultSchema) });

/** Suites hold specs and further suites. */
type Suite = { file: string; specs: z.infer<typeof specSchema>[]; suites?: Suite[] | undefined };
const suiteSchema: z.ZodType<Suite> = z.object({
  file: z.string(),
  specs: z.array(specSchema),
  suites: z.lazy(() => z.array(suiteSchema)).optional(),
});

/** A flaky test is one that passed at a further try. */
const playwrightSchema = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  suites: z.array(suiteSchema),
});

/** Adds up every report of Vitest's and Playwright's in a folder. */
export function readOutcome(folder: string): Outcome {
  const outcomes = readdirSync(folder).map((name) => toOutcome(findJson(join(folder, name))));
  return {
    totals: {
      passed: sum(outcomes.map(({ totals }) => totals.passed)),
      failed: sum(outcomes.map(({ totals }) => totals.failed)),
      skipped: sum(outcomes.map(({ totals }) => totals.skipped)),
    },
    files: outcomes.flatMap(({ files }) => files),
  };
}

/** `12 passed, 0 failed`, and `, 3 skipped` after it where there are any. */
export function toTotalsLine({ passed, failed, skipped }: Totals): string {
  const plain = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${plain}, ${skipped} skipped` : plain;
}

/** A line for each of the ten slowest files, the slowest first. */
export function toSlowestLines(files: readonly FileTime[]): string[] {
  const slowest = [...files].sort((a, b) => b.seconds - a.seconds).slice(0, 10);
  return slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`);
}

function toOutcome(report: unknown): Outcome {
  const unit = vitestSchema.safeParse(report).data;
  if (unit) {
    return {
      totals: {
        passed: unit.numPassedTests,
        failed: unit.numFailedTests,
        skipped: unit.numPendingTests + unit.numTodoTests,
      },
      files: unit.testResults.map(({ name, startTime, endTime }) => ({
        file: relative(ROOT, name),
        seconds: (endTime - startTime) / 1000,
      })),
    };
  }
  const endToEnd = playwrightSchema.safeParse(report).data;
  if (!endToEnd) return { totals: { passed: 0, failed: 0, skipped: 0 }, files: [] };
  const { expected, flaky, unexpected, skipped } = endToEnd.stats;
  return {
    totals: { passed: expected + flaky, failed: unexpected, skipped },
    files: endToEnd.suites.map((suite) => ({
      file: join("e2e", suite.file),
      seconds: toMilliseconds(suite) / 1000,
    })),
  };
}

/** The work of a file's tests, those that ran at the same time added up. */
function toMilliseconds({ specs, suites = [] }: Suite): number {
  const results = specs.flatMap(({ tests }) => tests).flatMap((test) => test.results);
  return sum(results.map(({ duration }) => duration)) + sum(suites.map(toMilliseconds));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function findJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
