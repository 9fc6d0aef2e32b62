import "server-only";
import type { Readable } from "node:stream";
import { Pool } from "undici";
import { isUpstreamError, TooLargeError, UpstreamError } from "./upstream-error";

export type UpstreamRequest = { method: "GET" | "POST"; path: string };

/** One complete answer; nothing of it has been judged yet. */
export type RawAnswer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
};

export type Sender = {
  send(request: UpstreamRequest, signal: AbortSignal): Promise<RawAnswer>;
  close(): Promise<void>;
};

export type SenderOptions = {
  /** Kayle's base URL; every request goes to its origin, below its path. */
  apiUrl: string;
  apiKey: string;
  connectionsMax: number;
  bodyBytesMax: number;
};

const KEEP_ALIVE_MS = 30_000;

/** Kayle's lists begin with their first session, and a session with its id (recorded server 1.6.0). */
const FIRST_ID = /"id"\s*:\s*"(vs_[A-Za-z0-9]{64})"/;

/**
 * Sends one request over kept-alive connections to one origin. undici's `request` follows no
 * redirect and the pool knows no other host, so the key cannot travel elsewhere.
 */
export function createSender(options: SenderOptions): Sender {
  const base = new URL(options.apiUrl);
  const basePath = base.pathname.replace(/\/+$/, "");
  const pool = new Pool(base.origin, {
    connections: options.connectionsMax,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  const headers = {
    authorization: `Bearer ${options.apiKey}`,
    accept: "application/json",
    // A compressed body would slip past the cap on its size.
    "accept-encoding": "identity",
    "user-agent": "session-desk",
  };
  return {
    async send({ method, path }, signal) {
      try {
        const answer = await pool.request({ method, path: basePath + path, headers, signal });
        const retryAfter = answer.headers["retry-after"];
        return {
          status: answer.statusCode,
          retryAfter: typeof retryAfter === "string" ? retryAfter : null,
          body: await readBody(answer.body, options.bodyBytesMax),
        };
      } catch (error) {
        throw toFault(error, signal);
      }
    },
    close: () => pool.destroy(),
  };
}

/** The whole body as text; above the limit the connection is closed in the middle of it. */
function readBody(body: Readable, bytesMax: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    body.on("data", (chunk: Uint8Array) => {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes > bytesMax) body.destroy(toTooLarge(chunks[0], bytesMax));
    });
    body.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    body.once("error", reject);
  });
}

function toTooLarge(first: Uint8Array | undefined, bytesMax: number): TooLargeError {
  const [, id] = FIRST_ID.exec(new TextDecoder().decode(first)) ?? [];
  return new TooLargeError(id ?? null, { logDetail: `body above ${bytesMax} bytes` });
}

/** Only undici's or the system's code is kept: their messages and causes hold addresses. */
function toFault(error: unknown, signal: AbortSignal): UpstreamError {
  if (signal.aborted && isUpstreamError(signal.reason)) return signal.reason;
  if (isUpstreamError(error)) return error;
  const code = findCode(error);
  if (code.startsWith("HPE_")) {
    return new UpstreamError("contract", { logDetail: `not HTTP (${code})` });
  }
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") {
    return new UpstreamError("deadline", { logDetail: code });
  }
  return new UpstreamError("unreachable", { logDetail: `no complete answer (${code})` });
}

function findCode(error: unknown): string {
  const code: unknown =
    typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "no code";
}
