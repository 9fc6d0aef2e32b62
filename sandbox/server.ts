import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SandboxResponse } from "./replies";
import { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox";
import { createWebhookSender, type WebhookTarget } from "./webhook-sender";

const BODY_MAX_CHARACTERS = 64 * 1024 * 1024;
const KEEP_ALIVE_MS = 65_000;

export type SandboxServer = {
  /** `http://host:port`, without a slash at the end. */
  url: string;
  port: number;
  sandbox: Sandbox;
  /** Ends every connection at once, open ones too. */
  close(): Promise<void>;
};

export type SandboxServerOptions = Omit<SandboxOptions, "onEvent"> & {
  port?: number;
  host?: string;
  /** Where the events of the main organisation are really delivered to. */
  webhook?: WebhookTarget;
};

/** Serves a sandbox over HTTP. Rejects when the port is taken. Port 0 finds a free one. */
export async function startSandboxServer(
  options: SandboxServerOptions = {},
): Promise<SandboxServer> {
  const { port = 0, host = "127.0.0.1", webhook, ...sandboxOptions } = options;
  const sandbox = createSandbox({
    ...sandboxOptions,
    ...(webhook && { onEvent: createWebhookSender(webhook) }),
  });
  const server = createServer((request, response) => {
    serve(sandbox, request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { port: usedPort } = server.address() as AddressInfo;
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${usedPort}`,
    port: usedPort,
    sandbox,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}

async function serve(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = request.url ?? "/";
  if (url.startsWith("/__control") && !isLoopback(request.socket.remoteAddress)) {
    response.writeHead(404).end();
    return;
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const answer = await sandbox.handle({
    method: request.method ?? "GET",
    url: `http://sandbox.invalid${url.startsWith("/") ? url : "/"}`,
    headers: request.headers as Record<string, string>,
    body: await readBody(request),
    gone: gone.signal,
  });
  await send(answer, response);
}

async function readBody(request: IncomingMessage): Promise<string> {
  if (request.method === "GET" || request.method === "HEAD") return "";
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_MAX_CHARACTERS) throw new RangeError("The body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function send(answer: SandboxResponse, response: ServerResponse): Promise<void> {
  const { status, headers, body } = answer;
  if (body === null) {
    response.writeHead(status, headers).end();
    return;
  }
  if (typeof body === "string") {
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
    return;
  }
  response.writeHead(status, headers);
  response.flushHeaders();
  for await (const chunk of body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await untilWritable(response);
  }
  response.end();
}

function untilWritable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    function settle(): void {
      response.off("drain", settle).off("close", settle);
      resolve();
    }
    response.on("drain", settle).on("close", settle);
  });
}
