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
  { tool: "vitest", args: ["run", "--project", "fast"] },
];

/** Every unit test; what became of each is also written to `reportFile`. */
export function toReportedUnit(reportFile: string): readonly Command[] {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  return [{ tool: "vitest", args: ["run", ...reporters] }];
}

/** `chromiumPath` is the browser to use; what became of each test goes to `reportFile`. */
export function toEndToEnd(chromiumPath: string, reportFile: string): readonly Command[] {
  const env = { CHROMIUM_PATH: chromiumPath, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile };
  return [{ tool: "playwright", args: ["test", "--reporter=list,json"], env }];
}
