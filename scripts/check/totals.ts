import { readFileSync } from "node:fs";
import { z } from "zod";

export type Totals = { passed: number; failed: number; skipped: number };

const unitReportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/** A flaky test is one that passed at a further try. */
const endToEndReportSchema = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** What Vitest's JSON report counts; nothing where the stage wrote none. */
export function readUnitTotals(file: string): Totals {
  const report = unitReportSchema.safeParse(findJson(file)).data;
  if (!report) return { passed: 0, failed: 0, skipped: 0 };
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** What Playwright's JSON report counts; nothing where the stage wrote none. */
export function readEndToEndTotals(file: string): Totals {
  const stats = endToEndReportSchema.safeParse(findJson(file)).data?.stats;
  if (!stats) return { passed: 0, failed: 0, skipped: 0 };
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  };
}

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** `12 passed, 0 failed`, and `, 3 skipped` after it where there are any. */
export function toTotalsLine({ passed, failed, skipped }: Totals): string {
  const plain = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${plain}, ${skipped} skipped` : plain;
}

function findJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
