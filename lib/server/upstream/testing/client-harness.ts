import "server-only";
import type { ServerResponse } from "node:http";
import { expect, onTestFinished } from "vitest";
import { createUpstreamClient } from "../client";
import type { UpstreamClient, UpstreamClientOptions } from "../types";
import type { UpstreamError } from "../upstream-error";
import { type LoopbackServer, type SeenRequest, startLoopbackServer } from "./loopback-server";

/** The key of every client made here; no fault may hold it. */
export const CLIENT_KEY = "kk_test_0123456789abcdefSECRET";

/** A Kayle that answers as `answer` says, and a client of it; both end with the test. */
export async function setUpClient(
  answer: (request: SeenRequest, response: ServerResponse, count: number) => void,
  options: Partial<UpstreamClientOptions> = {},
): Promise<{ server: LoopbackServer; client: UpstreamClient }> {
  const server = await startLoopbackServer(answer);
  onTestFinished(() => server.close());
  return { server, client: makeClient({ apiUrl: server.url, ...options }) };
}

export function makeClient(options: Partial<UpstreamClientOptions>): UpstreamClient {
  const defaults = { apiUrl: "", apiKey: CLIENT_KEY, timeoutMs: 3000, concurrencyMax: 8 };
  const client = createUpstreamClient({ ...defaults, ...options });
  onTestFinished(() => client.close());
  return client;
}

/** What a call failed with; it must fail, and nothing of it may hold the key. */
export async function faultOf(call: Promise<unknown>): Promise<UpstreamError> {
  const fault = await call.then(
    () => {
      throw new Error("the call was to fail");
    },
    (error: UpstreamError) => error,
  );
  const all = `${fault.stack} ${JSON.stringify(fault)} ${fault.logDetail} ${String(fault.cause)}`;
  expect(all).not.toContain(CLIENT_KEY);
  return fault;
}
