import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { onTestFinished } from "vitest";

type Route = (request: Request) => Promise<Response> | Response;

/** A real HTTP server whose every answer is the route's own, gone when the test is over. */
export async function serveRoute(route: Route): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    answer(route, incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  }
  onTestFinished(close);
  return { url: `http://127.0.0.1:${port}`, close };
}

/** As Next does it: the signal aborts when the connection is gone, and the body is passed on. */
async function answer(
  route: Route,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  response.once("close", () => left.abort());
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const url = `http://desk.invalid${incoming.url}`;
  const answered = await route(new Request(url, { headers, signal: left.signal }));
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (!answered.body) {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answered.body as never), response).catch(() => undefined);
}
