import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startSandboxServer } from "./server";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function start(env: Record<string, string>) {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/sandbox.ts"];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env } });
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.err += chunk;
  });
  return { child, output, ended: once(child, "exit") };
}

async function findFreePort(): Promise<number> {
  const server = await startSandboxServer({ size: 0, gallery: false });
  await server.close();
  return server.port;
}

describe("the sandbox as a process", () => {
  it("says in one line that it is ready, keeps its key to itself, and ends on SIGTERM", async () => {
    const port = await findFreePort();
    const env = { SANDBOX_PORT: String(port), SANDBOX_API_KEY: "kk_secret" };
    const { child, output, ended } = start(env);
    await expect.poll(() => output.out, { timeout: 15_000 }).toContain("ready");
    const headers = { authorization: "Bearer kk_secret" };
    const response = await fetch(`http://127.0.0.1:${port}/v1/sessions`, { headers });
    expect(response.status).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(output).toEqual({
      out: `Sandbox Sessions API is ready on http://127.0.0.1:${port}\n`,
      err: "",
    });
  }, 30_000);

  it("says in one line that the port is taken, or a setting is wrong, and ends with 1", async () => {
    const other = await startSandboxServer({ size: 0, gallery: false });
    const taken = start({ SANDBOX_PORT: String(other.port) });
    const wrong = start({ SANDBOX_SIZE: "many" });
    expect(await taken.ended).toEqual([1, null]);
    expect(await wrong.ended).toEqual([1, null]);
    await other.close();
    expect(taken.output.err).toBe(
      `Port ${other.port} on 127.0.0.1 is taken. Set SANDBOX_PORT to a free one.\n`,
    );
    expect(wrong.output.err).toBe("SANDBOX_SIZE must be a whole number from 0 to 20000.\n");
  }, 30_000);
});
