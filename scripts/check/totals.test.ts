import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { addTotals, readEndToEndTotals, readUnitTotals, toTotalsLine } from "./totals";

describe("the totals", () => {
  let file: string;

  beforeEach(() => {
    file = join(makeTemporaryFolder(), "report.json");
  });

  it("are those of Vitest's report", () => {
    const report = { numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 };
    writeFileSync(file, JSON.stringify(report));
    expect(readUnitTotals(file)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it("are those of Playwright's report, where a flaky test has passed in the end", () => {
    const stats = { expected: 7, unexpected: 1, flaky: 2, skipped: 3, duration: 1 };
    writeFileSync(file, JSON.stringify({ stats }));
    expect(readEndToEndTotals(file)).toEqual({ passed: 9, failed: 1, skipped: 3 });
  });

  it("count nothing where a stage never ran", () => {
    const nothing = { passed: 0, failed: 0, skipped: 0 };
    expect(readUnitTotals(file)).toEqual(nothing);
    expect(readEndToEndTotals(file)).toEqual(nothing);
  });

  it("stand alone on a line in the plain form", () => {
    const sum = addTotals(
      { passed: 5, failed: 0, skipped: 0 },
      { passed: 7, failed: 0, skipped: 0 },
    );
    expect(toTotalsLine(sum)).toBe("12 passed, 0 failed");
    expect(toTotalsLine({ ...sum, skipped: 4 })).toBe("12 passed, 0 failed, 4 skipped");
  });
});
