import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { HOST } from "@/e2e/fixtures/servers";
import { DEMO_ENV } from "@/e2e/setup/desk-env";
import { findFreePort } from "../free-port";
import { startProcess } from "./start-process";

/** Where the built desk and its sandbox are. */
export type BuiltDesk = {
  url: string;
  sandboxUrl: string;
  /** Everything that the desk keeps, its log included. */
  dataDir: string;
};

declare module "vitest" {
  export interface ProvidedContext {
    builtDesk: BuiltDesk;
  }
}

/** The desk in demo mode, built if it is not, started once for a run as people start it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "desk-built-"));
  const [port, sandboxPort] = [await findFreePort(), await findFreePort()];
  const env = {
    ...DEMO_ENV,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    DESK_DATA_DIR: dataDir,
  };
  const stop = await startProcess(["scripts/start.mjs"], env, "Session Desk is ready");
  project.provide("builtDesk", {
    url: `http://${HOST}:${port}`,
    sandboxUrl: `http://${HOST}:${sandboxPort}`,
    dataDir,
  });
  return async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
