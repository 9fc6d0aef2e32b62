import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "../setup/children.mjs";
import { NEXT_CLI } from "./next-cli";
import { getSourceHash } from "./source-hash";

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
  const [buildId, builtFrom, builtWith = ""] = (findText(getNotePath(root)) ?? "")
    .trim()
    .split(" ");
  const isSame = buildId === findBuildId(root) && builtFrom === sourceHash;
  return isSame && (Object.keys(variables).length === 0 || builtWith === toHash(variables));
}

/** Called after a build that ended well. */
export function noteBuilt(root: string, sourceHash: string, variables: Variables = {}): void {
  const buildId = findBuildId(root);
  // Next's own id of the build is in it, so a later build by hand is not taken for this one.
  const note = `${buildId} ${sourceHash} ${toHash(variables)}\n`;
  if (buildId !== null) writeFileSync(getNotePath(root), note);
}

function findBuildId(root: string): string | null {
  return findText(join(root, ".next", "BUILD_ID"))?.trim() ?? null;
}

function toHash(variables: Variables): string {
  return createHash("sha256").update(JSON.stringify(variables)).digest("hex");
}

function getNotePath(root: string): string {
  return join(root, ".next", "built-from");
}

function findText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
