import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "@/lib/server/db/open-database";
import { SYNC_LEASE } from "@/lib/server/index/sync-state";
import { findLeaseHolder } from "@/lib/server/sync/testing/find-lease-holder";
import { isMissing } from "@/test/engines";
import { startKayle } from "@/test/sync/harness";
import { createTestDatabase } from "@/test/test-database";

/** `npm run sync -- …`, as an operator types it; what each command does is tested beside the command. */
function spawnNpm(args: readonly string[], variables: Record<string, string>) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { PATH, HOME } = process.env;
  const child = spawn(npm, ["run", "--silent", "sync", "--", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH, HOME, NODE_ENV: "production", ...variables },
    detached: true,
  });
  const end = new Promise<number | null>((resolve) => child.once("close", resolve));
  const said = Promise.all([text(child.stdout), text(child.stderr), end]);
  return {
    done: said.then(([out, err, code]) => ({ out, err, code })),
    /** Ctrl-C: every process of the terminal's group gets it. */
    interrupt: () => void process.kill(-(child.pid ?? 0), "SIGINT"),
  };
}

test.skipIf(isMissing("postgres"))(
  "tells by its exit code how it went, and Ctrl-C ends a run at once and gives the sync back",
  async () => {
    const kayle = await startKayle({ size: 3_000 });
    const database = await createTestDatabase("postgres");
    onTestFinished(database.drop);
    const opened = await openDatabase(database.env);
    onTestFinished(() => opened.close());
    const { url, sandbox } = kayle;
    const keys = { KAYLE_API_URL: url, KAYLE_API_KEY: sandbox.keys.main };
    const variables = { ...database.variables, ...keys, SYNC_MAX_RPS: "1" };
    const running = spawnNpm(["once"], variables);
    const [status, unknown] = await Promise.all([
      spawnNpm(["status"], variables).done,
      spawnNpm(["again"], variables).done,
      vi.waitFor(() => expect(sandbox.traffic.report().total).toBeGreaterThan(1), 60_000),
    ]);
    expect(status).toMatchObject({ code: 0, err: "" });
    expect(unknown.code).toBe(2);
    running.interrupt();
    const { code, err } = await running.done;
    expect(code).not.toBe(0);
    expect(err).not.toContain("    at ");
    expect(await findLeaseHolder(opened.db, SYNC_LEASE)).toBeNull();
  },
);
