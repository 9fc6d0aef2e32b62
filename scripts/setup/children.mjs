import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Every process that a command starts, and one way to end them all. Children get a process group of
 * their own, so that Ctrl-C reaches them only through us and one kill reaches their own children.
 * Plain JavaScript, because it also runs before anything is installed.
 */

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** How long a child may take to end by itself; the whole command must be gone within 5 s. */
const GRACE_MS = 4000;

let isEnding = false;
/** @type {number | null} */
let exitCodeOnSignal = null;

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 */
export function startChild(command, args, options = {}) {
  const child = spawn(command, args, { stdio: "inherit", detached: true, ...options });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/**
 * How a child ended. Never settles once we are ending everything ourselves, so that nobody takes a
 * child's obedience for a failure. Rejects where the child could not be started at all.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
export function waitForEnd(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (!isEnding) resolve({ code, signal });
    });
  });
}

/**
 * Runs a command to its end. Rejects where it cannot be started at all.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export async function runToEnd(command, args, options) {
  const { code } = await waitForEnd(startChild(command, args, options));
  return code ?? 1;
}

/** Asks every child to end, and ends those that have not after four seconds. */
export async function endChildren(graceMs = GRACE_MS) {
  isEnding = true;
  await Promise.all([...running].map((child) => endChild(child, graceMs)));
}

/** Makes SIGINT, SIGTERM and SIGHUP end the children and then this process. */
export function endOnSignals() {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, async () => {
      // Ctrl-C often comes twice: from the terminal, and again from npm.
      if (isEnding) return;
      await endChildren();
      process.exit(exitCodeOnSignal ?? 128 + constants.signals[signal]);
    });
  }
}

/**
 * From now on a signal is the proper way to end, so it is answered with `code`.
 *
 * @param {number} code
 */
export function setExitCodeOnSignal(code) {
  exitCodeOnSignal = code;
}

/**
 * Asks one child to end, and ends it where it has not in time.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @param {number} [graceMs]
 */
export async function endChild(child, graceMs = GRACE_MS) {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => killGroup(child.pid), graceMs);
  await ended;
  clearTimeout(timer);
  // What the child itself had started is in its group and may have outlived it.
  killGroup(child.pid);
}

/**
 * Ends a child and whatever it has started, at once.
 *
 * @param {number | undefined} leader the child's process id; nothing happens where it never started
 */
export function killGroup(leader) {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // Nobody is left in the group, which is what we want.
  }
}
