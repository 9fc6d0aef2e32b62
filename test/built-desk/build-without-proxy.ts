import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const LINKED = ["node_modules", "lib", "public", "package.json", "next.config.js"];

/**
 * A copy of the build in `folder`, with `proxy.ts` taken out of it: its code, and its line in the
 * manifest by which Next finds it. All else is the very code that is shipped, which another build
 * would not be.
 *
 * @throws Error where the build has no proxy, or has it elsewhere than this knows
 */
export function copyBuildWithoutProxy(root: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const cache = join(root, ".next", "cache");
  cpSync(join(root, ".next"), join(folder, ".next"), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.startsWith(cache),
  });
  for (const name of LINKED) symlinkSync(join(root, name), join(folder, name));
  const manifest = join(folder, ".next/server/functions-config-manifest.json");
  const config = JSON.parse(readFileSync(manifest, "utf8")) as {
    functions: Record<string, unknown>;
  };
  if (!("/_middleware" in config.functions)) throw new Error("The build has no proxy to take out.");
  delete config.functions["/_middleware"];
  writeFileSync(manifest, JSON.stringify(config));
  rmSync(join(folder, ".next/server/middleware.js"));
}
