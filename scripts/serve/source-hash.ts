import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

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
