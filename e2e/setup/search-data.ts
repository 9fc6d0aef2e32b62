import { existsSync } from "node:fs";
import { searchFiles } from "../fixtures/search-files";
import { DEMO, FAULTY, OWN } from "../fixtures/servers";
import { getDataDir } from "./data-dir";

/** The demo's own secrets are kept here, for the next start, readable by their owner alone. */
const EXCEPT = ["demo-secrets.json"];

/**
 * After all tests: no secret is in what they had the desks write, whether database, log or access log.
 *
 * @throws Error with a line for each file that holds one
 */
function searchData(): void {
  const folders = [DEMO, OWN, FAULTY].map(({ port }) => getDataDir(port)).filter(existsSync);
  const faults = folders.flatMap((folder) => searchFiles(folder, EXCEPT).faults);
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

// Playwright asks for a default.
export { searchData as default };
