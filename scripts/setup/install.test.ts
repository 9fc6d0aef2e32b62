import { describe, expect, it } from "vitest";
import { isSameTree } from "./install.mjs";

const react = { version: "19.3.1", integrity: "sha512-a" };
const forMac = { version: "2.3.3", integrity: "sha512-b", optional: true };
const wanted = { "": { version: "0.1.0" }, "node_modules/react": react };

describe("whether what is installed is what the lockfile says", () => {
  it("is so for the same packages, without those for other machines", () => {
    const withOptional = { ...wanted, "node_modules/fsevents": forMac };
    expect(isSameTree(withOptional, { "node_modules/react": react })).toBe(true);
  });

  it("is not so when one is missing, one too many, or one of another version or content", () => {
    const stale: Parameters<typeof isSameTree>[1][] = [
      {},
      { "node_modules/react": react, "node_modules/left-over": react },
      { "node_modules/react": { ...react, version: "19.3.0" } },
      { "node_modules/react": { ...react, integrity: "sha512-other" } },
    ];
    for (const present of stale) expect(isSameTree(wanted, present)).toBe(false);
  });
});
