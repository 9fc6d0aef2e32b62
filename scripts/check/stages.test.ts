import { describe, expect, it, vi } from "vitest";
import { runStages, toSummaryLines } from "./stages";

const pass = () => Promise.resolve(0);

describe("the stages of a check", () => {
  it("run in order, each announced by its name", async () => {
    const said: string[] = [];
    const stages = [
      { name: "types", run: pass },
      { name: "unit tests", run: pass },
    ];
    const results = await runStages(stages, (line) => said.push(line.trim()));
    expect(said).toEqual(["--- 1 of 2: types ---", "--- 2 of 2: unit tests ---"]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
  });

  it("stop after the first that fails, and the summary names it and its exit code", async () => {
    const later = vi.fn(pass);
    const stages = [
      { name: "types", run: pass },
      { name: "build", run: () => Promise.resolve(3) },
      { name: "end-to-end tests", run: later },
    ];
    const results = await runStages(stages, () => {});
    expect(later).not.toHaveBeenCalled();
    const [first, second, third] = toSummaryLines(stages, results);
    expect(first).toMatch(/^passed {3}types \(\d+\.\d s\)$/);
    expect(second).toMatch(/^FAILED {3}build \(\d+\.\d s, exit code 3\)$/);
    expect(third).toBe("not run  end-to-end tests");
  });
});
