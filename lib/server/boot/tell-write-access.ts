import "server-only";
import type { Env } from "../env-schema";
import { getLogger } from "../logger";

/** Says once at the start what the desk may change at Kayle; never a key. */
export function tellWriteAccess(env: Pick<Env, "kayleApiKey" | "kayleWriteApiKey">): void {
  if (env.kayleWriteApiKey === null) {
    getLogger().info("no KAYLE_WRITE_API_KEY: the desk may only read at Kayle");
    return;
  }
  if (env.kayleWriteApiKey !== env.kayleApiKey) return;
  // Allowed, since a small company may have one key; but then every read can also cancel.
  getLogger().warn(
    "KAYLE_WRITE_API_KEY is the same as KAYLE_API_KEY: give the second one scopes of its own",
  );
}
