import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { getSourceHash, isBuilt, noteBuilt } from "./build";

let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = makeTemporaryFolder();
  write("app/page.tsx", "one");
  write("lib/domain/a.ts", "a");
  write("package.json", "{}");
});

describe("the hash of the sources", () => {
  it("is the same for the same sources", () => {
    expect(getSourceHash(root)).toBe(getSourceHash(root));
  });

  it("changes with a file's content, with a new file, and with a file's name", () => {
    const hashes = [getSourceHash(root)];
    write("app/page.tsx", "two");
    hashes.push(getSourceHash(root));
    write("components/b.tsx", "b");
    hashes.push(getSourceHash(root));
    renameSync(join(root, "components/b.tsx"), join(root, "components/c.tsx"));
    hashes.push(getSourceHash(root));
    write("package-lock.json", "{}");
    hashes.push(getSourceHash(root));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("does not change with what no build is made of", () => {
    const before = getSourceHash(root);
    write("lib/domain/a.test.ts", "test");
    write("sandbox/b.ts", "sandbox");
    write("e2e/c.spec.ts", "spec");
    write("README.md", "words");
    write("next-env.d.ts", "written by next");
    write(".data/db", "data");
    expect(getSourceHash(root)).toBe(before);
  });

  it("tells where the end of one file moved into the next", () => {
    write("lib/domain/a.ts", "ab");
    write("lib/domain/b.ts", "c");
    const before = getSourceHash(root);
    write("lib/domain/a.ts", "a");
    write("lib/domain/b.ts", "bc");
    expect(getSourceHash(root)).not.toBe(before);
  });
});

describe("whether what is built is what is checked out", () => {
  beforeEach(() => write(".next/BUILD_ID", "build-1"));

  it("is so after a build of these sources was noted, and only of these", () => {
    expect(isBuilt(root, "hash")).toBe(false);
    noteBuilt(root, "hash");
    expect(isBuilt(root, "hash")).toBe(true);
    expect(isBuilt(root, "other")).toBe(false);
    expect(isBuilt(root, "hash", { CANARY: "1" }), "with more than it was built with").toBe(false);
    noteBuilt(root, "hash", { CANARY: "1" });
    expect(isBuilt(root, "hash", { CANARY: "1" })).toBe(true);
    expect(isBuilt(root, "hash", { CANARY: "2" })).toBe(false);
    expect(isBuilt(root, "hash"), "for whoever needs no more").toBe(true);
  });

  it("is not so after a build by hand, nor when the build is gone", () => {
    noteBuilt(root, "hash");
    write(".next/BUILD_ID", "build-2");
    expect(isBuilt(root, "hash")).toBe(false);
    rmSync(join(root, ".next"), { recursive: true });
    expect(isBuilt(root, "hash")).toBe(false);
  });
});
