import { accessSync, constants, mkdirSync } from "node:fs";
import { DataDirLockedError } from "@/lib/server/db/data-dir-locked-error";
import { lockFolder } from "@/lib/server/db/folder-lock";

/**
 * Makes the data folder, readable by this user alone, and looks whether this desk can have it.
 *
 * @returns one line when it cannot be written or another desk has it; null when all is well
 */
export async function findDataDirFault(dataDir: string): Promise<string | null> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    // The desk itself takes the lock and keeps it; this is only to say so before the slow build.
    const lock = await lockFolder(dataDir);
    await lock.release();
    return null;
  } catch (error) {
    if (error instanceof DataDirLockedError) return error.message;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return `The data folder ${dataDir} cannot be used (${code}). Make it writable, or set DESK_DATA_DIR to another.`;
  }
}
