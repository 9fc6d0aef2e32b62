import type { SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { isRunning } from "./testing";

const PIPED: SpawnOptions = { stdio: ["ignore", "pipe", "inherit"] };

/** Prints its process number once it listens to signals. */
const OBEDIENT = `process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000);
  console.log(process.pid)`;
const DEAF = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log(process.pid)`;
/** Ends at once, but leaves a process of its own behind, whose number it prints. */
const PARENT = `const { spawn } = require("node:child_process");
  const child = spawn(process.execPath, ["-e", ${JSON.stringify(DEAF)}], { stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.on("data", (text) => console.log(String(text)));
  process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)`;

describe("ending every child", () => {
  let children: typeof import("./children.mjs");

  beforeEach(async () => {
    vi.resetModules();
    children = await import("./children.mjs");
  });

  async function start(code: string): Promise<number> {
    const child = children.startChild(process.execPath, ["-e", code], PIPED);
    if (!child.stdout) throw new Error("The child has no output.");
    const [text] = await once(child.stdout, "data");
    return Number(text);
  }

  it("lets a child end by itself, and is done when it has", async () => {
    const pid = await start(OBEDIENT);
    await children.endChildren();
    expect(isRunning(pid)).toBe(false);
  });

  it("ends one that does not listen once its time is over", async () => {
    const pid = await start(DEAF);
    await children.endChildren(200);
    expect(isRunning(pid)).toBe(false);
  });

  it("ends what a child had started and left behind", async () => {
    const pid = await start(PARENT);
    expect(isRunning(pid)).toBe(true);
    await children.endChildren();
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000);
  });

  it("never takes a child's obedience for a failure", async () => {
    const child = children.startChild(process.execPath, ["-e", OBEDIENT], PIPED);
    const told = vi.fn();
    children.waitForEnd(child).then(told, told);
    if (child.stdout) await once(child.stdout, "data");
    await children.endChildren();
    expect(child.exitCode).toBe(0);
    expect(told).not.toHaveBeenCalled();
  });

  it("tells the exit code of a command, and 1 for one that was killed", async () => {
    const run = (code: string) => children.runToEnd(process.execPath, ["-e", code]);
    expect(await run("process.exit(3)")).toBe(3);
    expect(await run("process.kill(process.pid, 'SIGKILL')")).toBe(1);
    await expect(children.runToEnd("no-such-command", [])).rejects.toThrow("ENOENT");
  });
});
