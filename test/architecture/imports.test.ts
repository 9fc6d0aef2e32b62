import { describe, expect, it } from "vitest";
import { findCircles, findImports, resolveImport } from "./imports";
import { findLayerFaults } from "./layers";
import { readCode } from "./source-files";

const code = readCode();

describe("who imports whom", () => {
  it("follows the table of ARCHITECTURE.md in every file", () => {
    expect(code.flatMap(findLayerFaults)).toEqual([]);
  });

  it("never goes in a circle", () => {
    expect(findCircles(code)).toEqual([]);
  });
});

describe("the reader of imports", () => {
  it("finds every form of import with its line", () => {
    const text = [
      'import "a";',
      "import {",
      "  b,",
      '} from "b";',
      'import type { C } from "c";',
      'export { d } from "d";',
      'const e = await import("e");',
      '// import "not this";',
      ' * import("nor this")',
      'const text = "import of goods from abroad";',
    ].join("\n");
    expect(findImports(text)).toEqual([
      { specifier: "a", line: 1, isType: false },
      { specifier: "b", line: 2, isType: false },
      { specifier: "c", line: 5, isType: true },
      { specifier: "d", line: 6, isType: false },
      { specifier: "e", line: 7, isType: false },
    ]);
  });

  it("tells files of the project from packages", () => {
    expect(resolveImport("lib/queries/a.ts", "../domain/b")).toBe("lib/domain/b");
    expect(resolveImport("app/page.tsx", "@/lib/routes")).toBe("lib/routes");
    expect(resolveImport("app/page.tsx", "@tanstack/react-query")).toBeNull();
  });

  it("reports an import that goes upward, and one that passes a fence", () => {
    const upward = { path: "lib/domain/a.ts", text: 'import { b } from "@/components/ui/b";' };
    expect(findLayerFaults(upward)).toEqual([
      "lib/domain/a.ts:1  domain may not import ui: @/components/ui/b",
    ]);
    const client = { path: "components/a.tsx", text: 'import type { D } from "@/lib/server/d";' };
    expect(findLayerFaults(client)).toHaveLength(1);
    const caller = { path: "lib/server/a.ts", text: 'import { request } from "undici";' };
    expect(findLayerFaults(caller)).toHaveLength(1);
    const pure = { path: "lib/domain/a.ts", text: 'import { z } from "zod";' };
    expect(findLayerFaults(pure)).toHaveLength(1);
  });

  it("finds a circle over several files, but none made of types alone", () => {
    const circle = [
      { path: "lib/a.ts", text: 'import { b } from "./b";' },
      { path: "lib/b.ts", text: 'import { c } from "./c";' },
      { path: "lib/c.ts", text: 'import { a } from "./a";' },
    ];
    expect(findCircles(circle)).toEqual(["lib/a -> lib/b -> lib/c -> lib/a"]);
    const types = circle.map(({ path, text }) => ({
      path,
      text: text.replace("import", "import type"),
    }));
    expect(findCircles(types)).toEqual([]);
  });
});
