import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether node_modules holds what the lockfile says. npm itself writes down, as the last step of a
 * successful install, what it installed; comparing with that also does right by `npm install`.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  return wanted !== null && present !== null && isSameTree(wanted, present);
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
