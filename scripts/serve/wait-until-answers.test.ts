import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntilAnswers } from "./wait-until-answers";

describe("waiting for a server", () => {
  let server: Server;
  let url: string;
  let statuses: number[];
  const never = new AbortController().signal;
  const isReady = (status: number) => status === 200;

  beforeEach(async () => {
    server = createServer((_request, response) => {
      response.writeHead(statuses.shift() ?? 503).end("body");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => server.close());

  it("goes on until the answer is the wanted one", async () => {
    statuses = [503, 500, 200, 503];
    expect(await waitUntilAnswers({ url, isReady, timeoutMs: 5000 }, never)).toBeNull();
    expect(statuses).toEqual([503]);
  });

  it("tells the last answer when the time is over", async () => {
    statuses = [];
    const last = await waitUntilAnswers({ url, isReady, timeoutMs: 150 }, never);
    expect(last).toBe("status 503");
  });

  it("tells that there was none at all", async () => {
    server.close();
    const last = await waitUntilAnswers({ url, isReady, timeoutMs: 150 }, never);
    expect(last).toBe("no answer");
  });

  it("leaves no connection open that would hold up the server's end", async () => {
    statuses = [200];
    await waitUntilAnswers({ url, isReady, timeoutMs: 5000 }, never);
    server.keepAliveTimeout = 60_000;
    server.close();
    await once(server, "close");
  });
});
