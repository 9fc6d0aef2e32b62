import { accessSync, constants, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { DataDirLockedError } from "@/lib/server/db/data-dir-locked-error";
import { lockFolder } from "@/lib/server/db/folder-lock";

/** What is looked at before the slow build, so that whoever starts the desk hears of it at once. */

export type PortUse = {
  host: string;
  port: number;
  /** The variable that chooses this port. */
  variable: string;
};

/** One line for each port that cannot be opened, naming the port and its variable. */
export async function findPortFaults(uses: readonly PortUse[]): Promise<string[]> {
  const faults: string[] = [];
  for (const use of uses) {
    const fault = findClash(use, uses) ?? (await findPortFault(use));
    if (fault) faults.push(fault);
  }
  return faults;
}

function findClash(use: PortUse, uses: readonly PortUse[]): string | null {
  const first = uses.find((other) => other.port === use.port);
  if (first === undefined || first === use) return null;
  return `${first.variable} and ${use.variable} are both ${use.port}. Set one of them to another port.`;
}

async function findPortFault({ host, port, variable }: PortUse): Promise<string | null> {
  if (port === 0) return `${variable} is 0. Set it to a port from 1 to 65535.`;
  const code = await tryPort(host, port);
  if (code === null) return null;
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is taken. End what uses it, or set ${variable} to another port.`;
  }
  if (code === "EACCES") {
    return `Port ${port} may not be opened by this user. Set ${variable} to a port above 1023.`;
  }
  return `Port ${port} cannot be opened on ${host} (${code}). Check HOST and ${variable}.`;
}

/** The system's error code, or null where the port could be opened; it is closed again at once. */
function tryPort(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/**
 * Makes the data folder, readable by this user alone, and looks whether this desk can have it.
 *
 * @returns one line when it cannot be written or another desk has it; null when all is well
 */
export async function findDataDirFault(dataDir: string): Promise<string | null> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    // The desk itself takes the lock and keeps it.
    const lock = await lockFolder(dataDir);
    await lock.release();
    return null;
  } catch (error) {
    if (error instanceof DataDirLockedError) return error.message;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return `The data folder ${dataDir} cannot be used (${code}). Make it writable, or set DESK_DATA_DIR to another.`;
  }
}
