import { describe, expect, it } from "vitest";
import { findImports } from "./imports";
import { findLines, isTest, readCode, type SourceFile } from "./source-files";

const code = readCode();
const product = code.filter(({ path }) => /^(app|components|lib)\/|^\w+\.ts$/.test(path));
const shipped = product.filter(({ path }) => !isTest(path));
const tests = code.filter(({ path }) => isTest(path) && !path.startsWith("test/architecture/"));

function findAll(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) => findLines(file, pattern));
}

describe("the desk's code", () => {
  it("reads process.env in lib/server/env.ts alone", () => {
    const others = shipped.filter(
      ({ path }) => path !== "lib/server/env.ts" && !/^\w+(\.\w+)*\.config\.ts$/.test(path),
    );
    // Next replaces this one name while it compiles.
    expect(findAll(others, /process\.env(?!\.NEXT_RUNTIME)/)).toEqual([]);
  });

  it("begins every server file with server-only", () => {
    const server = shipped.filter(({ path }) => path.startsWith("lib/server/"));
    const open = server.filter(({ text }) => findImports(text)[0]?.specifier !== "server-only");
    expect(open.map(({ path }) => path)).toEqual([]);
  });

  it("writes links in lib/routes.ts alone", () => {
    const others = shipped.filter(({ path }) => path !== "lib/routes.ts");
    expect(findAll(others, /\b(href|action)=(\{\s*)?["'`]\//)).toEqual([]);
    expect(findAll(others, /\b(redirect|push|replace|assign)\(\s*["'`]\/(?!\/)/)).toEqual([]);
  });

  it("calls other servers in lib/server/upstream alone", () => {
    const server = shipped.filter(
      ({ path }) => path.startsWith("lib/server/") && !path.startsWith("lib/server/upstream/"),
    );
    expect(findAll(server, /(?<![\w.])fetch\(/)).toEqual([]);
  });

  it("has no server actions: every change goes through a guarded route", () => {
    expect(findAll(shipped, /^\s*["']use server["']/)).toEqual([]);
  });

  it("puts no text of others into the page as markup", () => {
    expect(findAll(shipped, /dangerouslySetInnerHTML|\.innerHTML\s*=/)).toEqual([]);
  });
});

describe("every file", () => {
  it("is no barrel", () => {
    const barrels = code.filter(({ path, text }) => {
      const statements = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").split(";");
      const filled = statements.map((one) => one.trim()).filter(Boolean);
      const isOnlyPassing = filled.every((one) => /^export\s[\s\S]*\sfrom\s/.test(one));
      return /(^|\/)index\.tsx?$/.test(path) || (filled.length > 0 && isOnlyPassing);
    });
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });

  it("has a name in kebab-case", () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
    const odd = code.filter(({ path }) => {
      const parts = path.split("/").map((part) => part.replace(/^\[(\.\.\.)?\w+\]$|^\(|\)$/g, ""));
      return parts.some((part) => part !== "" && !name.test(part));
    });
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it("exports by name, unless a tool asks for a default", () => {
    const others = code.filter(
      ({ path }) =>
        !/(^|\/)(page|layout|template|loading|error|global-error|not-found)\.tsx$/.test(path) &&
        !/(^|\/)[\w-]+\.config\.(ts|js|mjs)$/.test(path),
    );
    expect(findAll(others, /^export default\b/)).toEqual([]);
  });

  it("silences no check of types", () => {
    expect(findAll(code, /@ts-(ignore|nocheck|expect-error)\b/)).toEqual([]);
  });
});

describe("the tests", () => {
  it("wait for what they wait for, never for a time", () => {
    expect(findAll(tests, /\.waitForTimeout\(/)).toEqual([]);
    const browser = tests.filter(({ path }) => path.startsWith("e2e/"));
    expect(findAll(browser, /\bsetTimeout\(/)).toEqual([]);
  });

  it("leave none of their kind out", () => {
    expect(findAll(tests, /\b(test|it|describe)(\.\w+)*\.only\(/)).toEqual([]);
  });
});
