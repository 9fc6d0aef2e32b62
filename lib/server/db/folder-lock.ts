import "server-only";
import { realpath } from "node:fs/promises";
import { lockByPidFile } from "./pid-file-lock";
import { lockBySocket } from "./socket-lock";

export type FolderLock = { release: () => Promise<void> };

/**
 * Keeps a second process out of a folder: PGlite does not, and two openers lose rows without an
 * error. Throws `DataDirLockedError` when another process has it. The folder must exist.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  // The same folder under another name (a link, a relative path) must give the same lock.
  const path = await realpath(folder);
  return process.platform === "linux" ? lockBySocket(path) : lockByPidFile(path);
}
