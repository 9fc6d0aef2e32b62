import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { ROOT } from "./tools";
import { readOutcome, toSlowestLines, toTotalsLine } from "./totals";

const UNIT = {
  numPassedTests: 5,
  numFailedTests: 2,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ name: join(ROOT, "lib/a.test.ts"), startTime: 1_000, endTime: 3_500 }],
};
const spec = (duration: number) => ({ tests: [{ results: [{ duration }] }] });
const END_TO_END = {
  stats: { expected: 7, unexpected: 1, flaky: 2, skipped: 3 },
  suites: [
    {
      file: "list.spec.ts",
      specs: [spec(1_000)],
      suites: [{ file: "list.spec.ts", specs: [spec(500), spec(2_000)] }],
    },
  ],
};

describe("the outcome of a run", () => {
  let folder: string;
  const write = (name: string, report: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(report));

  beforeEach(() => {
    folder = makeTemporaryFolder();
  });

  it("adds up the reports of Vitest and of Playwright; a flaky test has passed in the end", () => {
    write("unit.json", UNIT);
    write("again.json", UNIT);
    write("e2e.json", END_TO_END);
    const { totals, files } = readOutcome(folder);
    expect(totals).toEqual({ passed: 19, failed: 5, skipped: 7 });
    expect(files).toContainEqual({ file: "lib/a.test.ts", seconds: 2.5 });
    expect(files).toContainEqual({ file: "e2e/list.spec.ts", seconds: 3.5 });
  });

  it("counts nothing where a stage never ran or its report is broken", () => {
    writeFileSync(join(folder, "unit.json"), '{"numPassedTests":');
    expect(readOutcome(folder)).toEqual({
      totals: { passed: 0, failed: 0, skipped: 0 },
      files: [],
    });
  });

  it("is one line in the plain form", () => {
    expect(toTotalsLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
    expect(toTotalsLine({ passed: 12, failed: 1, skipped: 4 })).toBe(
      "12 passed, 1 failed, 4 skipped",
    );
  });

  it("names the ten slowest files, the slowest first", () => {
    const files = Array.from({ length: 12 }, (_, index) => ({ file: `${index}`, seconds: index }));
    const lines = toSlowestLines(files);
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe("   11.0 s  11");
    expect(lines[9]).toBe("    2.0 s  2");
  });
});
