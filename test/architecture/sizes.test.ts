import { describe, expect, it } from "vitest";
import { isTest, readCode } from "./source-files";

const LINES_TOLD = 200;
const LINES_MAX = 400;

describe("the size of files", () => {
  it("stays small; what grows long is told before it is too long", () => {
    const sizes = readCode()
      .filter(({ path }) => !isTest(path))
      .map(({ path, text }) => ({ path, lines: text.split("\n").length }))
      .filter(({ lines }) => lines > LINES_TOLD)
      .sort((a, b) => b.lines - a.lines);
    for (const { path, lines } of sizes) console.warn(`${lines} lines: ${path}`);
    expect(sizes.filter(({ lines }) => lines > LINES_MAX)).toEqual([]);
  });
});
