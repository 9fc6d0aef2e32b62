import "server-only";
import { getEnv } from "../env";
import { DeskError } from "../http/desk-error";
import { noteSessionAnswer } from "../index/note-session-answer";
import { createUpstreamClient } from "./client";
import type { UpstreamClient, UpstreamReader, UpstreamWriter } from "./types";

/** Next evaluates this module several times in one process; the connections must exist once. */
const store = globalThis as typeof globalThis & {
  __deskUpstreamClient?: UpstreamClient;
  __deskUpstreamWriter?: UpstreamClient;
};

/** The process's client for reading. Opens no connection until it is first used. */
export function getUpstreamClient(): UpstreamReader {
  store.__deskUpstreamClient ??= createFromEnv(getEnv().kayleApiKey);
  return store.__deskUpstreamClient;
}

/** Whether the desk has a key that may change anything at Kayle. */
export function canWriteAtKayle(): boolean {
  return getEnv().kayleWriteApiKey !== null;
}

/** The client that cancels and sends again, with a key of its own. @throws DeskError DESK_READ_ONLY */
export function getUpstreamWriter(): UpstreamWriter {
  const { kayleWriteApiKey } = getEnv();
  if (kayleWriteApiKey === null) {
    throw new DeskError("DESK_READ_ONLY", { logDetail: "KAYLE_WRITE_API_KEY is not set" });
  }
  store.__deskUpstreamWriter ??= createFromEnv(kayleWriteApiKey);
  return store.__deskUpstreamWriter;
}

/** Ends every connection at once; the next call makes new clients. */
export async function closeUpstreamClient(): Promise<void> {
  const clients = [store.__deskUpstreamClient, store.__deskUpstreamWriter];
  delete store.__deskUpstreamClient;
  delete store.__deskUpstreamWriter;
  await Promise.all(clients.map((client) => client?.close()));
}

function createFromEnv(apiKey: string): UpstreamClient {
  const env = getEnv();
  return createUpstreamClient({
    apiUrl: env.kayleApiUrl,
    apiKey,
    timeoutMs: env.upstreamTimeoutMs,
    concurrencyMax: env.upstreamConcurrencyMax,
    onSessionAnswer: noteSessionAnswer,
  });
}
