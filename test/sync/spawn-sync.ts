import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { DatabaseEnv } from "@/lib/server/env-schema";
import type { SyncSettings } from "@/lib/server/sync/sync-settings";

export type ChildOptions = {
  database: DatabaseEnv;
  url: string;
  key: string;
  settings: Partial<SyncSettings> & { rpsMax: number };
};

export type SyncProcess = {
  /** Everything it has printed so far, a line each. */
  lines: readonly string[];
  /** When the last full resync that it finished had begun; 0 before the first. */
  lastResyncAt(): number;
  /** The number of the last change that it observed, as told by it; null before it told one. */
  lastChangeNo(): number | null;
  /** Ends it as an operator would, and waits. Gives the exit code. */
  stop(): Promise<number | null>;
  /** kill -9, and waits. */
  kill(): Promise<void>;
  /** Holds it as a machine that hangs would, and lets it go on. */
  freeze(): void;
  thaw(): void;
};

/** Starts a desk that only syncs. Its starter ends it. */
export function spawnSync(options: ChildOptions): SyncProcess {
  const script = "test/sync/sync-child.ts";
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", script, JSON.stringify(options)],
    { stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env["PATH"], NODE_ENV: "test" } },
  );
  const gone = once(child, "exit");
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const findLast = (word: string) =>
    lines.findLast((line) => line.startsWith(word))?.slice(word.length) ?? null;
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    child.kill(signal);
    await gone;
    return child.exitCode;
  };
  return {
    lines,
    lastResyncAt: () => Number(findLast("resync ") ?? 0),
    lastChangeNo() {
      const told = findLast("change ");
      return told === null ? null : Number(told);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL").then(() => undefined),
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
  };
}
