import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { DataDirLockedError } from "./data-dir-locked-error";
import { lockFolder } from "./folder-lock";
import { lockByPidFile } from "./pid-file-lock";

/** Another process that takes the lock of a folder and then waits to be killed. */
async function spawnHolder(folder: string, module: string, name: string): Promise<ChildProcess> {
  const code = `import { ${name} } from ${JSON.stringify(module)};
    await ${name}(process.argv[1]); console.log("locked"); setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "--input-type=module", "-e", code, folder],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  if (!child.stdout) throw new Error("no output to wait for");
  await once(child.stdout, "data");
  return child;
}

const KINDS = [
  ["this system's lock", lockFolder, "./lib/server/db/folder-lock.ts", "lockFolder"],
  ["the lock by pid file", lockByPidFile, "./lib/server/db/pid-file-lock.ts", "lockByPidFile"],
] as const;

describe.each(KINDS)("%s", (_title, lock, module, name) => {
  test("a second opener is refused in one line that names the folder and the process", async () => {
    const folder = makeTemporaryFolder();
    const holder = await spawnHolder(folder, module, name);
    const refusal = await lock(folder).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataDirLockedError);
    expect(String(refusal)).toContain(
      `Another desk (process ${holder.pid}) already uses ${folder}. Stop it, or set`,
    );
  });

  test("kill -9 of the holder frees the folder", async () => {
    const folder = makeTemporaryFolder();
    const holder = await spawnHolder(folder, module, name);
    holder.kill("SIGKILL");
    const own = await vi.waitFor(() => lock(folder), { timeout: 5_000 });
    await own.release();
  });

  test("a released folder can be locked again, and other folders are not affected", async () => {
    const folder = makeTemporaryFolder();
    const first = await lock(folder);
    const other = await lock(makeTemporaryFolder());
    await expect(lock(folder)).rejects.toThrow(DataDirLockedError);
    await first.release();
    await (await lock(folder)).release();
    await other.release();
  });
});

test("the same folder under another name gives the same lock", async () => {
  const folder = makeTemporaryFolder();
  const link = join(makeTemporaryFolder(), "link");
  symlinkSync(folder, link);
  const own = await lockFolder(folder);
  await expect(lockFolder(link)).rejects.toThrow(DataDirLockedError);
  await own.release();
});

test("a pid file without a number in it is taken over", async () => {
  const folder = makeTemporaryFolder();
  writeFileSync(join(folder, "desk.pid"), "not a number");
  await (await lockByPidFile(folder)).release();
});
