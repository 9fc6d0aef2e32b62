import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One of the project's own tools and what to tell it. */
export type Command = { tool: string; args: readonly string[]; env?: Record<string, string> };

/** Where npm put the tool; npx would ask the registry for one that is missing. */
export function toToolPath(tool: string): string {
  return fileURLToPath(new URL(`../../node_modules/.bin/${tool}`, import.meta.url));
}

/** Routes are typed by Next before the compiler reads them. */
export const TYPES: readonly Command[] = [
  { tool: "next", args: ["typegen"] },
  { tool: "tsc", args: ["--noEmit"] },
];

/** Format and lint in one go. */
export const LINT: readonly Command[] = [
  { tool: "biome", args: ["check", "--error-on-warnings", "."] },
];

/** The unit tests that need no database, no process of their own and little time. */
export const FAST_UNIT: readonly Command[] = [
  { tool: "vitest", args: ["run", "--project", "pure", "--project", "fast"] },
];

/** The unit tests of the gate: the fast ones, and those with a database, on Postgres. */
export function toUnit(reportFile: string): readonly Command[] {
  return [toVitest(["pure", "fast", "slow"], reportFile)];
}

/** The fast ones with as many random runs as the long tier has time for. */
export function toFastInDepth(reportFile: string): readonly Command[] {
  return [{ ...toVitest(["pure", "fast"], reportFile), env: { DESK_TEST_DEPTH: "long" } }];
}

/** Those with a database once more, on the built-in one. */
export function toUnitOnPglite(reportFile: string): readonly Command[] {
  return [
    {
      ...toVitest(["slow"], reportFile),
      env: { DESK_TEST_ENGINE: "pglite", DESK_TEST_DEPTH: "long" },
    },
  ];
}

/** Random worlds, kills and whatever measures time, on both engines. */
export function toLongUnit(reportFile: string): readonly Command[] {
  return [toVitest(["long"], reportFile)];
}

/** Those that ask the built desk over HTTP: a sample, or everything. */
export function toDesk(project: "desk" | "desk-long", reportFile: string): readonly Command[] {
  return [toVitest([project], reportFile)];
}

/** What became of each test is also written to `reportFile`. */
function toVitest(projects: readonly string[], reportFile: string): Command {
  const chosen = projects.flatMap((name) => ["--project", name]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  return { tool: "vitest", args: ["run", ...chosen, ...reporters] };
}

export type EndToEnd = {
  config: "playwright.config.ts" | "playwright-long.config.ts";
  /** The browser to use. */
  chromiumPath: string;
  /** Where Playwright writes what became of each test. */
  reportFile: string;
};

/** Those in a browser. */
export function toEndToEnd({ config, chromiumPath, reportFile }: EndToEnd): readonly Command[] {
  const env = { CHROMIUM_PATH: chromiumPath, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile };
  return [{ tool: "playwright", args: ["test", "--config", config, "--reporter=list,json"], env }];
}
