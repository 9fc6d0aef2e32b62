import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { DELETE, GET, PATCH, POST, PUT } from "@/app/api/webhooks/kayle/route";
import { closeDb, getDb } from "@/lib/server/db/get-db";
import { makeStaff } from "@/lib/server/http/testing/desk";
import { getObservations } from "@/lib/server/sessions/get-observations";
import { getSession } from "@/lib/server/sessions/get-session";
import { getSessionWebhooks } from "@/lib/server/sessions/get-session-webhooks";
import { getWebhookCounters } from "@/lib/server/webhooks/counters";

/**
 * The webhook route on a real HTTP server, with the desk's own configuration, log and database, as a
 * process whose output a test can look through. `GET /counters` gives its counters, `GET /answers/{id}`
 * whatever a person is told of one session.
 */
const methods: Record<string, (request: Request) => Promise<Response>> = {
  DELETE,
  GET,
  PATCH,
  POST,
  PUT,
};
await getDb();
const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
});
process.once("SIGTERM", () => void closeDb().finally(() => process.exit(0)));

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const answer = (await tell(incoming.url ?? "")) ?? (await receive(incoming));
  outgoing.writeHead(answer?.status ?? 501, Object.fromEntries(answer?.headers ?? []));
  outgoing.end(await answer?.text());
}

function receive(incoming: IncomingMessage): Promise<Response> | undefined {
  return methods[incoming.method ?? ""]?.(toRequest(incoming));
}

async function tell(path: string): Promise<Response | null> {
  if (path === "/counters") return Response.json(getWebhookCounters());
  const id = /^\/answers\/(\w+)$/.exec(path)?.[1];
  if (id === undefined) return null;
  const context = { staff: makeStaff("admin") };
  return Response.json([
    await getSession(id, context),
    await getObservations(id, context),
    await getSessionWebhooks(id, { isLive: false }, context),
  ]);
}

/** As Next does it: the body is a stream that nobody has read. */
function toRequest(incoming: IncomingMessage): Request {
  const { method = "GET", headers } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://desk.invalid${incoming.url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [
      name,
      [value ?? []].flat().join(", "),
    ]),
    ...(hasBody && { body: toWebStream(incoming), duplex: "half" }),
  });
}

/** Node's own stream type and the one of `fetch` are one thing under two names. */
function toWebStream(incoming: IncomingMessage): BodyInit {
  const stream: ReadableStream = Readable.toWeb(incoming);
  return stream as unknown as BodyInit;
}
