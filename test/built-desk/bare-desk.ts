import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CANARIES } from "@/e2e/fixtures/canaries";
import { DEMO, HOST } from "@/e2e/fixtures/servers";
import { REAL_ENV } from "@/e2e/setup/desk-env";
import { findFreePort } from "../free-port";
import { startProcess } from "./start-process";

/** Starts the built desk without `proxy.ts`, in real mode over `sandboxUrl`. */
export async function startBareDesk(
  sandboxUrl: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "desk-bare-"));
  const port = await findFreePort();
  const url = `http://${HOST}:${port}`;
  const variables = {
    ...REAL_ENV,
    PORT: String(port),
    KAYLE_API_URL: sandboxUrl,
    KAYLE_API_KEY: DEMO.sandboxKey,
    KAYLE_WRITE_API_KEY: DEMO.sandboxWriteKey,
    NEXTAUTH_SECRET: CANARIES.nextauthSecret,
    NEXTAUTH_URL: url,
    DESK_DATA_DIR: join(folder, "data"),
  };
  const script = ["test/built-desk/start-bare-desk.ts", join(folder, "build")];
  const stopProcess = await startProcess(script, variables, "without proxy.ts is ready");
  return {
    url,
    stop: async () => {
      await stopProcess();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
