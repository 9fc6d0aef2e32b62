import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { isRunning } from "../setup/testing";

const GUARD = new URL("./end-with-parent.mjs", import.meta.url).href;

/** Starts a guarded process in a group of its own, as the servers are, and prints its number. */
const PARENT = `const { spawn } = require("node:child_process");
  const code = "setInterval(() => {}, 1000); process.send('up')";
  const child = spawn(process.execPath, ["--import", "${GUARD}", "-e", code],
    { stdio: ["ignore", "inherit", "inherit", "ipc"], detached: true,
      env: { ...process.env, DESK_SUPERVISOR_PID: String(process.pid) } });
  child.on("message", () => console.log(child.pid))`;

describe("a guarded process", () => {
  it("ends when its parent was killed without a chance to say so", async () => {
    const parent = spawn(process.execPath, ["-e", PARENT], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [text] = await once(parent.stdout, "data");
    const pid = Number(text);
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 5000 });
  });

  it("is not kept alive by the guard when its work is done", async () => {
    const child = startGuarded("0", process.pid);
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  });

  it("leaves alone the channels of processes that a server starts in turn", async () => {
    const child = startGuarded("process.once('message', () => process.exit(7))", 1);
    child.send("work");
    const [code] = await once(child, "exit");
    expect(code).toBe(7);
  });
});

function startGuarded(code: string, supervisorPid: number) {
  return spawn(process.execPath, ["--import", GUARD, "-e", code], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, DESK_SUPERVISOR_PID: String(supervisorPid) },
  });
}
