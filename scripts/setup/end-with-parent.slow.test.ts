import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { isRunning } from "./testing";

const GUARD = new URL("./end-with-parent.mjs", import.meta.url).href;

/** Starts a guarded process in a group of its own, as the desk is, and prints its number. */
const PARENT = `const { spawn } = require("node:child_process");
  const code = "setInterval(() => {}, 1000); console.log(process.pid)";
  spawn(process.execPath, ["--import", "${GUARD}", "-e", code],
    { stdio: ["ignore", "inherit", "inherit"], detached: true })`;

describe("a guarded process", () => {
  it("ends when its parent was killed without a chance to say so", async () => {
    const parent = spawn(process.execPath, ["-e", PARENT], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [text] = await once(parent.stdout, "data");
    const pid = Number(text);
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 10_000 });
  });

  it("is not kept alive by the guard when its work is done", async () => {
    const child = spawn(process.execPath, ["--import", GUARD, "-e", "0"], { stdio: "inherit" });
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  });
});
