import "server-only";
import { stopKeepingAccessLog } from "../audit/keep-access-log";
import { closeDb } from "../db/get-db";
import { getLogger } from "../logger";
import { stopSync } from "../sync/run-in-server";
import { setReady } from "./readiness";

/** An answer that never ends would hold the server for ever; by then the process ends all the same. */
const EXIT_WITHIN_MS = 4_000;

/** How long closing the database may take before the process ends without it. */
const CLOSE_WITHIN_MS = 1_500;

const store = globalThis as typeof globalThis & { __deskStops?: boolean };

/**
 * On SIGTERM and SIGINT Next answers what it has begun and then exits; this puts the closing of the
 * database between the two. An uncaught fault leaves the process in an unknown state: it ends.
 */
export function shutDownOnSignals(): void {
  if (store.__deskStops) return;
  store.__deskStops = true;
  process.once("SIGTERM", () => beginShutDown(143));
  process.once("SIGINT", () => beginShutDown(130));
  process.on("uncaughtException", (error) => endAfterFault(error));
}

function beginShutDown(code: number): void {
  setReady(false);
  const exit = process.exit.bind(process);
  const closeAndExit = once((exitCode: number) => {
    closeInTime().finally(() => exit(exitCode));
  });
  setTimeout(() => closeAndExit(code), EXIT_WITHIN_MS - CLOSE_WITHIN_MS).unref();
  // Next calls this when the last answer is out, and offers no other moment to wait for.
  process.exit = replaceExit(closeAndExit);
}

function endAfterFault(error: Error): void {
  setReady(false);
  getLogger().fatal({ fault: error.name, stack: error.stack }, "uncaught fault, ending");
  closeInTime().finally(() => process.exit(1));
}

async function closeInTime(): Promise<void> {
  const deadline = new Promise<void>((resolve) => {
    setTimeout(resolve, CLOSE_WITHIN_MS).unref();
  });
  await Promise.race([stopAll().catch(() => undefined), deadline]);
}

/** The sync goes first: it gives its lease back, so that another desk need not wait for it. */
async function stopAll(): Promise<void> {
  stopKeepingAccessLog();
  await stopSync().catch(() => undefined);
  await closeDb();
}

function once(act: (code: number) => void): (code: number) => void {
  let done = false;
  return (code) => {
    if (done) return;
    done = true;
    act(code);
  };
}

/** `process.exit` never returns; here it returns once and the process ends a moment later. */
function replaceExit(closeAndExit: (code: number) => void): typeof process.exit {
  const exit = (code?: number | string | null) => closeAndExit(Number(code ?? 0));
  return exit as typeof process.exit;
}
