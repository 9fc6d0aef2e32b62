import "server-only";
import { startKeepingAccessLog } from "../audit/keep-access-log";
import { getDummyHash } from "../auth/passwords";
import { DataDirLockedError } from "../db/data-dir-locked-error";
import { getDb } from "../db/get-db";
import { getEnv } from "../env";
import { EnvError } from "../env-schema";
import { getLogger } from "../logger";
import { closeDemoAccounts, createDemoAccounts } from "../staff/demo-accounts";
import { startSync } from "../sync/run-in-server";
import { forgetDemoWorld } from "./forget-demo-world";
import { noteRequests } from "./note-requests";
import { setReady } from "./readiness";
import { shutDownOnSignals } from "./shut-down";
import { tellWriteAccess } from "./tell-write-access";

/**
 * Brings the desk up: configuration, database, accounts. Whatever is wrong is said in one line each
 * on stderr, and the process ends with code 1 before it can answer anybody.
 */
export async function startDesk(): Promise<void> {
  try {
    const env = getEnv();
    noteRequests({
      trustedHops: env.trustProxyHops,
      isHttps: env.nextauthUrl.startsWith("https://"),
    });
    tellWriteAccess(env);
    shutDownOnSignals();
    const db = await getDb();
    await (env.mode === "demo" ? createDemoAccounts(db) : closeDemoAccounts(db, new Date()));
    if (env.mode === "demo") await forgetDemoWorld(db);
    await getDummyHash();
    await startKeepingAccessLog();
    setReady(true);
    await startSync(env);
    getLogger().info({ mode: env.mode }, "the desk is up");
  } catch (error) {
    for (const line of toLines(error)) process.stderr.write(`${line}\n`);
    process.exit(1);
  }
}

function toLines(error: unknown): string[] {
  if (error instanceof EnvError) return error.faults;
  if (error instanceof DataDirLockedError) return [error.message];
  // A driver's message may span lines and quote a query; its first line names the cause.
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  return [`The database could not be opened: ${text.split("\n", 1).join("") || "no reason given"}`];
}
