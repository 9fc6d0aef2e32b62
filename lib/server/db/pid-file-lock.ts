import "server-only";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DataDirLockedError } from "./data-dir-locked-error";
import type { FolderLock } from "./folder-lock";

const TRIES_MAX = 3;

/**
 * Locks by a file that holds the process number, for systems without abstract sockets. A file left
 * by a process that is gone is taken over.
 */
export async function lockByPidFile(path: string): Promise<FolderLock> {
  const file = join(path, "desk.pid");
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (await tryWrite(file)) return { release: () => rm(file, { force: true }) };
    const pid = await findPid(file);
    if (pid !== null && isAlive(pid)) throw new DataDirLockedError(path, pid);
    await rm(file, { force: true });
  }
  throw new DataDirLockedError(path, null);
}

async function tryWrite(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (isErrno(error, "EEXIST")) return false;
    throw error;
  }
}

async function findPid(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  return /^\d{1,10}$/.test(text) ? Number(text) : null;
}

/** A process of another user answers EPERM, which is as much alive as any. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, "EPERM");
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
