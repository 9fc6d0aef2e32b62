import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An empty data folder for the desk on `port`; what the run before left there is gone. */
export function getEmptyDataDir(port: number): string {
  const folder = join(tmpdir(), `session-desk-e2e-${port}`);
  rmSync(folder, { recursive: true, force: true });
  return folder;
}
