import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runToEnd } from "../setup/children.mjs";

/** Next's command as a file for Node, so that no shell stands between us and its signals. */
export const NEXT_CLI = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** All that a build is made of. The architecture test sees to it that no page imports from elsewhere. */
const SOURCES = [
  "app",
  "components",
  "instrumentation.ts",
  "lib",
  "next.config.js",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "public",
  "tailwind.config.ts",
  "tsconfig.json",
];
const LEFT_OUT = /\.test\.tsx?$/;

type Variables = Readonly<Record<string, string>>;

/**
 * Builds the desk for production unless what is built is what is checked out. `variables` come on top
 * of this process's own.
 *
 * @returns the exit code of the build; 0 where there was nothing to do
 */
export async function buildIfNeeded(root: string, variables: Variables = {}): Promise<number> {
  const sourceHash = getSourceHash(root);
  if (isBuilt(root, sourceHash, variables)) return 0;
  console.log("Building the desk. This takes a minute or so, and only after a change.");
  const code = await runToEnd(process.execPath, [NEXT_CLI, "build"], {
    cwd: root,
    env: { ...process.env, ...variables, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (code === 0) noteBuilt(root, sourceHash, variables);
  return code;
}

/**
 * Whether the last production build finished and was made of exactly these sources, with at least these
 * variables.
 */
export function isBuilt(root: string, sourceHash: string, variables: Variables = {}): boolean {
  const note = findText(join(root, ".next", "built-from")) ?? "";
  const [buildId, builtFrom, builtWith] = note.trim().split(" ");
  const isSame = buildId === findBuildId(root) && builtFrom === sourceHash;
  return isSame && (Object.keys(variables).length === 0 || builtWith === toHash(variables));
}

/** Called after a build that ended well. */
export function noteBuilt(root: string, sourceHash: string, variables: Variables = {}): void {
  // Next's own id of the build is in it, so a later build by hand is not taken for this one.
  const note = `${findBuildId(root)} ${sourceHash} ${toHash(variables)}\n`;
  writeFileSync(join(root, ".next", "built-from"), note);
}

/** One hash over the path and content of each source file, in a fixed order. */
export function getSourceHash(root: string): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((source) => listFiles(root, source))) {
    if (LEFT_OUT.test(path)) continue;
    const content = readFileSync(join(root, path));
    // The length keeps two files from reading as one.
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Paths relative to `root`, with `/`, sorted; empty where there is no such file. */
function listFiles(root: string, path: string): string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => listFiles(root, `${path}/${name}`));
}

function findBuildId(root: string): string | undefined {
  return findText(join(root, ".next", "BUILD_ID"))?.trim();
}

function findText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function toHash(variables: Variables): string {
  return createHash("sha256").update(JSON.stringify(variables)).digest("hex");
}
