import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runToEnd } from "./children.mjs";

/**
 * Installs from the lockfile where node_modules is absent or not what the lockfile says.
 *
 * @param {string} root
 * @returns {Promise<number>} npm's exit code; 0 when there was nothing to do
 */
export async function installIfNeeded(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  // Written by npm as the last step of an install.
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted && present && isSameTree(wanted, present)) return 0;
  console.log("Installing packages from the lockfile. The first time takes a minute or so.");
  const [command, first] = findNpm();
  // The build needs the development packages too, also where NODE_ENV=production would leave them out.
  const args = [...first, "ci", "--include=dev", "--no-audit", "--no-fund"];
  const code = await runToEnd(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (code !== 0) console.error(`Packages could not be installed: npm ci ended with code ${code}.`);
  return code;
}

/**
 * The npm that started us where there is one, so that no other npm on the path comes in between.
 *
 * @returns {[command: string, first: string[]]}
 */
function findNpm() {
  const cli = process.env.npm_execpath;
  return cli?.endsWith("npm-cli.js") ? [process.execPath, [cli]] : ["npm", []];
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} Entry */

/**
 * Whether every package that must be there is, in exactly that version, and no other is.
 *
 * @param {Record<string, Entry>} wanted the packages of package-lock.json
 * @param {Record<string, Entry>} present the packages that npm noted as installed
 */
export function isSameTree(wanted, present) {
  const { "": _root, ...packages } = wanted;
  const complete = Object.entries(packages).every(([path, entry]) => {
    const found = present[path];
    // Packages for other machines (optional) are left out on purpose.
    if (!found) return Boolean(entry.optional || entry.devOptional);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  return complete && Object.keys(present).every((path) => path in packages);
}

/**
 * @param {string} file
 * @returns {Record<string, Entry> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}
