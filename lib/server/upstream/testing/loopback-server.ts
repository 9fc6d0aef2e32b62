import "server-only";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type SeenRequest = {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
};

export type LoopbackServer = {
  url: string;
  /** Every request so far, oldest first. */
  seen: SeenRequest[];
  close(): Promise<void>;
};

/** A real HTTP server on a free loopback port that answers as a test says; for tests only. */
export async function startLoopbackServer(
  answer: (request: SeenRequest, response: ServerResponse, count: number) => void,
): Promise<LoopbackServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    const { method = "", url = "", headers } = incoming;
    const request = { method, path: url, headers };
    seen.push(request);
    answer(request, response, seen.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
