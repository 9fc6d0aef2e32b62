import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { chooseRecord, isOfPath, type ReplayRequest } from "./choose-record";
import { type ObservedRecord, readObserved, toWireBody } from "./observed";

export type ReplayServer = {
  url: string;
  port: number;
  records: readonly ObservedRecord[];
  /** From now on this record answers each call of its method and path. Throws for an unknown name. */
  select(name: string): void;
  /** Forgets what was selected and which sessions were cancelled. */
  reset(): void;
  close(): Promise<void>;
};

type Replay = Pick<ReplayServer, "records" | "select" | "reset"> & {
  answer(request: ReplayRequest): ObservedRecord | undefined;
};

function createReplay(records: readonly ObservedRecord[]): Replay {
  const selected: ObservedRecord[] = [];
  const cancels = new Map<string, number>();

  function answer(request: ReplayRequest): ObservedRecord | undefined {
    const pinned = selected.find((record) => isOfPath(record, request));
    const sessionPath = request.url.pathname.replace(/\/cancel$/, "");
    const count = cancels.get(sessionPath) ?? 0;
    const record = pinned ?? chooseRecord(records, request, count);
    if (request.method === "POST" && record?.status === 204) cancels.set(sessionPath, count + 1);
    return record;
  }

  return {
    records,
    answer,
    select(name) {
      const record = records.find((one) => one.name === name);
      if (record === undefined) throw new RangeError(`Nothing is recorded as "${name}".`);
      selected.unshift(record);
    },
    reset() {
      selected.length = 0;
      cancels.clear();
    },
  };
}

/** Answers each recorded call with its recorded status, headers and body. Port 0 finds a free one. */
export async function startReplayServer(options: {
  observedPath: string;
  port?: number;
}): Promise<ReplayServer> {
  const replay = createReplay(readObserved(options.observedPath));
  const server = createServer((request, response) => {
    serve(replay, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    records: replay.records,
    select: replay.select,
    reset: replay.reset,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

async function serve(
  replay: Replay,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://replay.invalid");
  let body = "";
  for await (const chunk of request) body += String(chunk);
  if (url.pathname.startsWith("/__replay/")) {
    serveControl(replay, url.pathname, body, response);
    return;
  }
  const headers = request.headers as Record<string, string | undefined>;
  const record = replay.answer({ method: request.method ?? "GET", url, headers });
  if (record === undefined) {
    response.writeHead(501, { "content-type": "text/plain" }).end("Nothing of this is recorded.");
    return;
  }
  const text = request.method === "HEAD" ? "" : toWireBody(record);
  const length = record.status === 204 ? {} : { "content-length": Buffer.byteLength(text) };
  response.writeHead(record.status, { ...record.headers, ...length }).end(text);
}

function serveControl(
  replay: Replay,
  pathname: string,
  body: string,
  response: ServerResponse,
): void {
  const send = (status: number, value: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (pathname === "/__replay/records") {
    send(200, replay.records.map(toSummary));
  } else if (pathname === "/__replay/reset") {
    replay.reset();
    send(200, { selected: null });
  } else if (pathname === "/__replay/select") {
    try {
      const { name } = JSON.parse(body) as { name: string };
      replay.select(name);
      send(200, { selected: name });
    } catch (error) {
      send(400, { error: error instanceof Error ? error.message : "The body is not JSON." });
    }
  } else {
    send(404, { error: "There is no such control action." });
  }
}

function toSummary({ name, request, status }: ObservedRecord) {
  return { name, method: request.method, path: request.path, status };
}
