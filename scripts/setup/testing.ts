import { existsSync, readFileSync } from "node:fs";

/** Whether a process runs. One that has ended but that nobody has collected yet does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch {
    return false;
  }
}

function isZombie(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && / Z \d+/.test(readFileSync(file, "utf8"));
}
