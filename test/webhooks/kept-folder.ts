import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder that stays until it is removed. */
export function makeKeptFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "desk-webhooks-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
