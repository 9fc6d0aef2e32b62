import { describe, expect, it } from "vitest";
import { isTest, readCode, readProject } from "./source-files";

/** Named already, written with the parts that they test. Empty once all of those are here. */
const ON_THEIR_WAY = [
  "backchannel-logout.slow.test.ts",
  "csv.test.ts",
  "hostile-provider.slow.test.ts",
  "journal.slow.test.ts",
  "notes.slow.test.ts",
  "real-sign-in.slow.test.ts",
  "sign-in-log.slow.test.ts",
  "verify.slow.test.ts",
];

const page = readProject().find(({ path }) => path === "SECURITY.md");

describe("the page on security", () => {
  it("names only tests that exist", () => {
    const tests = readCode().filter(({ path }) => isTest(path));
    const known = tests.map(({ path }) => path.slice(path.lastIndexOf("/") + 1));
    const named = page?.text.match(/(?<=`)[\w.-]+\.(?:test|spec)\.tsx?(?=`)/g) ?? [];
    expect(named.length).toBeGreaterThan(100);
    const missing = named.filter((name) => !known.includes(name) && !ON_THEIR_WAY.includes(name));
    expect([...new Set(missing)]).toEqual([]);
  });

  it("says of each item of the standard whether it is met, does not apply or is open", () => {
    const rows = page?.text.match(/^\| \d+\.\d.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((row) => !/^\|[^|]+\| (?:met|n\/a|open) \|[^|]+\|$/.test(row))).toEqual([]);
  });
});
