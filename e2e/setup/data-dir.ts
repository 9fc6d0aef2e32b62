import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The data folder of the desk on `port`, with whatever is in it. */
export function getDataDir(port: number): string {
  return join(tmpdir(), `session-desk-e2e-${port}`);
}

/** An empty data folder for the desk on `port`; what the run before left there is gone. */
export function getEmptyDataDir(port: number): string {
  const folder = getDataDir(port);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}
