import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findNodeFault, NODE_MIN } from "./require-node.mjs";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

describe("the check of Node", () => {
  it("passes the oldest that will do and everything newer", () => {
    for (const version of ["20.19.0", "20.20.2", "22.0.0", "24.1.0"]) {
      expect(findNodeFault(version)).toBeNull();
    }
  });

  it("says in one line what is needed and what is there", () => {
    for (const version of ["20.18.3", "18.20.0", "14.21.3"]) {
      const fault = findNodeFault(version) ?? "";
      expect(fault).toContain("20.19");
      expect(fault).toContain(version);
      expect(fault).not.toContain("\n");
    }
  });

  it("asks for what package.json asks for", () => {
    expect(JSON.parse(read("../../package.json")).engines.node).toBe(`>=${NODE_MIN.join(".")}.0`);
  });

  it("can be read by a Node that is too old: the entries use nothing newer and import only it", () => {
    for (const entry of ["../start.mjs", "../test.mjs", "../verify.mjs", "./require-node.mjs"]) {
      const code = read(entry).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      expect(code).not.toMatch(/\?\.|\?\?|\bawait\b|\|\|=|#\w|"node:/);
      const imports = [...code.matchAll(/^import\s.*?from\s+"(.*?)"/gm)].map(([, name]) => name);
      expect(imports).toEqual(entry.startsWith("../") ? ["./setup/require-node.mjs"] : []);
    }
  });
});
