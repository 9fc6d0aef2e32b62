import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const MAC_APPLICATIONS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const VERSION_TIMEOUT_MS = 20_000;

export type BrowserSource = {
  /** `CHROMIUM_PATH`: wins over whatever else is there. */
  chosen: string | undefined;
  /** Where Playwright would put its own. */
  playwrights: string;
  /** `PATH`. */
  path: string;
};

/**
 * A Chromium that starts: the one that `CHROMIUM_PATH` names, else Playwright's own, else one of the
 * system. Null where there is none, or where the chosen one does not start.
 */
export function findBrowser(source: BrowserSource = toSource(process.env)): string | null {
  return listCandidates(source).find(isChromium) ?? null;
}

function toSource(env: Readonly<Record<string, string | undefined>>): BrowserSource {
  return {
    chosen: env["CHROMIUM_PATH"] || undefined,
    playwrights: chromium.executablePath(),
    path: env["PATH"] ?? "",
  };
}

/** Files that exist, the best first. */
export function listCandidates({ chosen, playwrights, path }: BrowserSource): string[] {
  if (chosen) return [chosen].filter(existsSync);
  const folders = path.split(delimiter).filter(Boolean);
  const commands = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [playwrights, ...commands, ...MAC_APPLICATIONS].filter(existsSync);
}

/**
 * Whether it starts and says that it is one. Some systems put a script of that name on the path which
 * only asks for an installation, and a downloaded browser may lack libraries of the system.
 */
function isChromium(file: string): boolean {
  try {
    const version = execFileSync(file, ["--version"], {
      encoding: "utf8",
      timeout: VERSION_TIMEOUT_MS,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /Chrom(e|ium)/.test(version);
  } catch {
    return false;
  }
}
