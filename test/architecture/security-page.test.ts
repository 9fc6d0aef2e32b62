import { describe, expect, it } from "vitest";
import { isTest, readCode, readProject } from "./source-files";

const page = readProject().find(({ path }) => path === "SECURITY.md");

describe("the page on security", () => {
  it("names only tests that exist", () => {
    const tests = readCode().filter(({ path }) => isTest(path));
    const known = tests.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
    const named = page?.text.match(/(?<=`)[\w.-]+\.(?:test|spec)\.tsx?(?=`)/g) ?? [];
    expect(named.length).toBeGreaterThan(100);
    const missing = named.filter((name) => !known.includes(name));
    expect([...new Set(missing)]).toEqual([]);
  });

  it("says of each item of the standard whether it is met, does not apply or is open", () => {
    const rows = page?.text.match(/^\| \d+\.\d.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => !/^\|[^|]+\| (?:met|n\/a|open) \|[^|]+\|$/.test(row))).toEqual([]);
  });
});
