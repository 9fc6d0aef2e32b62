import "server-only";
import { getEnv } from "../env";
import { noteSessionAnswer } from "../index/note-session-answer";
import { createUpstreamClient } from "./client";
import type { UpstreamClient } from "./types";

/** Next evaluates this module several times in one process; the connections must exist once. */
const store = globalThis as typeof globalThis & { __deskUpstreamClient?: UpstreamClient };

/** The process's client. Opens no connection until it is first used. */
export function getUpstreamClient(): UpstreamClient {
  store.__deskUpstreamClient ??= createFromEnv();
  return store.__deskUpstreamClient;
}

/** Ends every connection at once; the next `getUpstreamClient` makes a new client. */
export async function closeUpstreamClient(): Promise<void> {
  const client = store.__deskUpstreamClient;
  delete store.__deskUpstreamClient;
  await client?.close();
}

function createFromEnv(): UpstreamClient {
  const env = getEnv();
  return createUpstreamClient({
    apiUrl: env.kayleApiUrl,
    apiKey: env.kayleApiKey,
    timeoutMs: env.upstreamTimeoutMs,
    concurrencyMax: env.upstreamConcurrencyMax,
    onSessionAnswer: noteSessionAnswer,
  });
}
