import "server-only";
import { createHash } from "node:crypto";
import { connect, createServer, type Server } from "node:net";
import { DataDirLockedError } from "./data-dir-locked-error";
import type { FolderLock } from "./folder-lock";

const ANSWER_TIMEOUT_MS = 500;

/**
 * Locks by a Unix socket in Linux's abstract name space: the kernel lets one process listen on a
 * name and frees it when that process is gone, however it ended. The name space belongs to the
 * network name space, so two containers that share a folder do not see each other's lock.
 */
export async function lockBySocket(path: string): Promise<FolderLock> {
  const name = `\0session-desk-${createHash("sha256").update(path).digest("hex").slice(0, 40)}`;
  const server = createServer((socket) => {
    // A peer that hangs up before it has read the number is no fault of ours.
    socket.on("error", () => socket.destroy());
    socket.end(String(process.pid));
  });
  if (!(await tryListen(server, name))) throw new DataDirLockedError(path, await askPid(name));
  server.unref();
  return { release: () => close(server) };
}

function tryListen(server: Server, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("listening", () => resolve(true));
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    server.listen(name);
  });
}

/** Asks the holder for its process number. Null when it does not say in time. */
function askPid(name: string): Promise<number | null> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(name);
    socket.setEncoding("utf8").setTimeout(ANSWER_TIMEOUT_MS);
    socket.on("data", (text) => {
      answer += text;
    });
    socket.on("timeout", () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(/^\d{1,10}$/.test(answer) ? Number(answer) : null));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
