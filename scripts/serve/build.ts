import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "../setup/children.mjs";
import { NEXT_CLI } from "./next-cli";
import { getSourceHash } from "./source-hash";

/**
 * Builds the desk for production unless what is built is what is checked out. `variables` come on top
 * of this process's own.
 *
 * @returns the exit code of the build; 0 where there was nothing to do
 */
export async function buildIfNeeded(
  root: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<number> {
  const sourceHash = getSourceHash(root);
  if (isBuilt(root, sourceHash)) return 0;
  console.log("Building the desk. This takes a minute or so, and only after a change.");
  const code = await runToEnd(process.execPath, [NEXT_CLI, "build"], {
    cwd: root,
    env: { ...process.env, ...variables, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (code === 0) noteBuilt(root, sourceHash);
  return code;
}

/** Whether the last production build finished and was made of exactly these sources. */
export function isBuilt(root: string, sourceHash: string): boolean {
  const noted = findText(getNotePath(root));
  return noted !== null && noted === toNote(root, sourceHash);
}

/** Called after a build that ended well. */
export function noteBuilt(root: string, sourceHash: string): void {
  const note = toNote(root, sourceHash);
  if (note) writeFileSync(getNotePath(root), note);
}

/** Next's own id of the build is in it, so a later build by hand is not taken for this one. */
function toNote(root: string, sourceHash: string): string | null {
  const buildId = findText(join(root, ".next", "BUILD_ID"));
  return buildId === null ? null : `${buildId} ${sourceHash}\n`;
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
