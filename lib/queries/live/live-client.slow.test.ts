import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  environmentManager,
  focusManager,
  type InfiniteData,
  QueryClient,
  QueryObserver,
} from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { SessionResponse } from "@/lib/contracts/api";
import type { LiveEvent } from "@/lib/contracts/live";
import type { SearchResponse } from "@/lib/contracts/search";
import { queryKeys } from "../query-keys";
import { sessionQueryOptions } from "../session-queries";
import { makeAnswer, makeErrorAnswer } from "../testing/answers";
import { isDelivered } from "./deliveries";
import { createLiveClient } from "./live-client";

const ID = makeAnswer().data.id;
const OTHER_ID = `vs_${"d".repeat(64)}`;
const WAIT = { timeout: 15_000, interval: 20 };

/** A desk over real HTTP: a stream that says what a test lets it say, and the session's own route. */
type Desk = {
  streams: ServerResponse[];
  streamPaths: string[];
  /** Reads of the session that the tests are about, and of any other. */
  polls: number;
  otherPolls: number;
  answer: () => { status: number; body: unknown };
  say(event: LiveEvent): void;
};

let desk: Desk;
let client: QueryClient;

beforeEach(async () => {
  environmentManager.setIsServer(() => false);
  focusManager.setFocused(true);
  client = new QueryClient();
  client.mount();
  desk = await startDesk();
});

afterEach(() => {
  client.unmount();
  client.clear();
  focusManager.setFocused(undefined);
  environmentManager.setIsServer(() => true);
  vi.unstubAllGlobals();
});

async function startDesk(): Promise<Desk> {
  const made: Desk = {
    streams: [],
    streamPaths: [],
    polls: 0,
    otherPolls: 0,
    answer: () => ({ status: 200, body: makeAnswer() }),
    say: ({ event, data }) =>
      void made.streams.at(-1)?.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
  };
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/live?")) {
      expect(request.headers["x-desk-background"]).toBe("1");
      made.streams.push(response);
      made.streamPaths.push(request.url);
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      return;
    }
    if (request.url?.includes(ID)) made.polls += 1;
    else made.otherPolls += 1;
    const { status, body } = made.answer();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  const realFetch = fetch;
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) =>
    realFetch(new URL(path, `http://127.0.0.1:${port}`), init),
  );
  return made;
}

/** An open page over what the server has read for it. */
function openPage(first: SessionResponse = makeAnswer()) {
  client.setQueryData(queryKeys.session(ID), first);
  const observer = new QueryObserver(client, sessionQueryOptions(ID));
  onTestFinished(observer.subscribe(() => {}));
  onTestFinished(createLiveClient(client).follow([ID], "page"));
  return observer;
}

async function waitForStream(count = 1): Promise<void> {
  await vi.waitFor(() => expect(desk.streams.length).toBe(count), WAIT);
}

function answerAt(seconds: number, changes: Parameters<typeof makeAnswer>[0] = {}) {
  const fetchedAt = new Date(Date.parse("2026-11-23T05:30:00Z") + seconds * 1000).toISOString();
  return { ...makeAnswer(changes), meta: { fetchedAt, unknownFields: [] } };
}

function shown(): SessionResponse | undefined {
  return client.getQueryData<SessionResponse>(queryKeys.session(ID));
}

async function waitForTries(used: number): Promise<void> {
  await vi.waitFor(() => expect(shown()?.data.nfc_tries_used).toBe(used), WAIT);
}

test("behind a proxy that passes the first bytes and holds the rest, a page polls within ten seconds and goes on", async () => {
  openPage();
  await waitForStream();
  desk.say({ event: "age", data: {} });
  await vi.waitFor(() => expect(isDelivered(ID)).toBe(true), WAIT);
  const heldAtMs = performance.now();
  await vi.waitFor(() => expect(desk.polls).toBeGreaterThanOrEqual(1), WAIT);
  expect(performance.now() - heldAtMs).toBeLessThan(14_000);
  // The next stream begins in the same way, and is believed no more.
  await waitForStream(2);
  desk.say({ event: "age", data: {} });
  const polls = desk.polls;
  await vi.waitFor(() => expect(desk.polls).toBeGreaterThanOrEqual(polls + 2), WAIT);
  expect(isDelivered(ID)).toBe(false);
}, 30_000);

describe("an open page with a stream that delivers", () => {
  test("shows what the stream says and polls nothing", async () => {
    openPage();
    await waitForStream();
    expect(desk.streamPaths).toEqual([`/api/live?ids=${ID}`]);
    desk.say({ event: "age", data: {} });
    desk.say({ event: "session", data: answerAt(1, { nfc_tries_used: 1 }) });
    await waitForTries(1);
    // A page that no stream delivers is the clock.
    client.setQueryData(queryKeys.session(OTHER_ID), makeAnswer({ id: OTHER_ID }));
    const other = new QueryObserver(client, sessionQueryOptions(OTHER_ID));
    onTestFinished(other.subscribe(() => {}));
    await vi.waitFor(() => expect(desk.otherPolls).toBe(2), WAIT);
    expect(desk.polls).toBe(0);
  });

  test("says that what it shows was read again and is as it was", async () => {
    openPage();
    await waitForStream();
    desk.say({ event: "age", data: { [ID]: answerAt(9).meta.fetchedAt } });
    await vi.waitFor(() => expect(shown()?.meta).toEqual(answerAt(9).meta), WAIT);
    desk.say({ event: "age", data: { [ID]: answerAt(3).meta.fetchedAt } });
    desk.say({ event: "session", data: answerAt(10, { nfc_tries_used: 2 }) });
    await waitForTries(2);
    expect(shown()?.meta).toEqual(answerAt(10).meta);
  });

  test("never goes back to what it knew before, whichever answer comes last", async () => {
    openPage(answerAt(60, { status: "in_progress", nfc_tries_used: 2 }));
    await waitForStream();
    desk.say({ event: "session", data: answerAt(30, { nfc_tries_used: 1 }) });
    desk.say({ event: "age", data: { [ID]: answerAt(61).meta.fetchedAt } });
    await vi.waitFor(() => expect(shown()?.meta).toEqual(answerAt(61).meta), WAIT);
    expect(shown()?.data.nfc_tries_used).toBe(2);
    desk.answer = () => ({ status: 200, body: answerAt(20) });
    await client.refetchQueries({ queryKey: queryKeys.session(ID) });
    expect(shown()?.data.nfc_tries_used).toBe(2);
  });

  test("shows a fault over the last good answer, and takes it away when Kayle answers again", async () => {
    const observer = openPage();
    await waitForStream();
    const { error } = makeErrorAnswer("UPSTREAM_ERROR");
    desk.say({ event: "fault", data: { id: ID, error } });
    await vi.waitFor(() => expect(observer.getCurrentResult().error?.error).toEqual(error), WAIT);
    expect(observer.getCurrentResult().data).toEqual(makeAnswer());
    desk.say({ event: "session", data: answerAt(5) });
    await vi.waitFor(() => expect(observer.getCurrentResult().error).toBeNull(), WAIT);
    expect(desk.polls).toBe(0);
  });

  test("asks once about a session that is gone, whose own answer says more", async () => {
    const observer = openPage();
    await waitForStream();
    desk.answer = () => ({ status: 404, body: makeErrorAnswer("NOT_FOUND") });
    desk.say({ event: "fault", data: { id: ID, error: makeErrorAnswer("NOT_FOUND").error } });
    await vi.waitFor(
      () => expect(observer.getCurrentResult().error?.error.code).toBe("NOT_FOUND"),
      WAIT,
    );
    expect(desk.polls).toBe(1);
  });
});

test("rows of a list change where they stand, and no other row does", async () => {
  const row = toRow(ID);
  const other = toRow(`vs_${"c".repeat(64)}`);
  const key = queryKeys.search("status:in_progress", "UTC");
  const page = { data: [other, row], error: null, meta: { cursor: null } };
  client.setQueryData<unknown>(key, { pages: [page], pageParams: [null] });
  onTestFinished(createLiveClient(client).follow([ID], "row"));
  await waitForStream();
  expect(desk.streamPaths).toEqual([`/api/live?rows=${ID}`]);
  const changes = { status: "failed", nfc_tries_used: 3, updated_at: "2026-11-23T05:31:00Z" };
  desk.say({ event: "session", data: answerAt(60, changes) });
  const rows = () => client.getQueryData<InfiniteData<SearchResponse>>(key)?.pages[0]?.data;
  await vi.waitFor(() => expect(rows()?.[1]).toEqual({ ...row, ...changes }), WAIT);
  expect(rows()?.[0]).toBe(other);
  expect(shown()).toBeUndefined();
});

function toRow(id: string) {
  const { share_fields, contract_version, webhook_endpoint_id, verification_url, ...row } =
    makeAnswer({ id }).data;
  return { ...row, share_field_count: Object.keys(share_fields).length };
}

describe("a page whose stream does not deliver", () => {
  test("polls: while nothing comes through, and again when the stream has broken", async () => {
    openPage();
    await waitForStream();
    await vi.waitFor(() => expect(desk.polls).toBe(1), WAIT);
    desk.say({ event: "age", data: {} });
    desk.say({ event: "session", data: answerAt(1, { nfc_tries_used: 1 }) });
    await waitForTries(1);
    desk.streams.at(-1)?.destroy();
    // What stands in between keeps the next stream back, so it does not count.
    await waitForStream(2);
    desk.answer = () => ({ status: 200, body: answerAt(8, { nfc_tries_used: 2 }) });
    await waitForTries(2);
    expect(desk.polls).toBe(2);
  });
});

test("a hidden tab closes its stream, and opens one at once when it is shown again", async () => {
  openPage();
  await waitForStream();
  const closed = once(desk.streams[0] as ServerResponse, "close");
  focusManager.setFocused(false);
  await closed;
  focusManager.setFocused(true);
  await waitForStream(2);
});
