import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  LIVE_HEARTBEAT_MS,
  LIVE_SILENCE_MS,
  type LiveEvent,
  type LiveLane,
} from "@/lib/contracts/live";
import { makeAnswer } from "../testing/answers";
import { createLiveConnection, type LiveConnection } from "./live-connection";
import { type StreamListener, StreamRefused } from "./open-stream";

type Stream = {
  ids: string[];
  atMs: number;
  signal: AbortSignal;
  listener: StreamListener;
  end(): void;
  fail(error: Error): void;
};

const A = makeAnswer().data.id;
const B = `vs_${"b".repeat(64)}`;

let streams: Stream[];
let isVisible: boolean;
let delivering: string[];
let events: LiveEvent[];
let connection: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  streams = [];
  events = [];
  delivering = [];
  isVisible = true;
  connection = createLiveConnection({
    open: (wanted, signal, listener) =>
      new Promise((end, fail) => {
        streams.push({ ids: [...wanted.keys()], atMs: Date.now(), signal, listener, end, fail });
      }),
    isVisible: () => isVisible,
    onEvent: (event) => void events.push(event),
    onDelivering: (ids) => {
      delivering = [...ids];
    },
    random: () => 0.5,
  });
});

afterEach(() => vi.useRealTimers());

async function passMs(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

function want(...ids: string[]): void {
  connection.want(new Map(ids.map((id): [string, LiveLane] => [id, "page"])));
}

function last(): Stream {
  const stream = streams.at(-1);
  if (!stream) throw new Error("no stream was opened");
  return stream;
}

/** Opens the stream of these sessions and lets its first bytes through. */
async function openAlive(...ids: string[]): Promise<Stream> {
  want(...ids);
  await passMs(1_000);
  last().listener.onAlive();
  return last();
}

function show(isShown: boolean): void {
  isVisible = isShown;
  connection.onVisibility();
}

describe("the stream of a tab", () => {
  test("is one, for all that comes on the screen within a moment", async () => {
    want(A);
    await passMs(50);
    want(A, B);
    await passMs(1_000);
    expect(streams.map(({ ids }) => ids)).toEqual([[A, B]]);
  });

  test("delivers from its first byte on, and not before", async () => {
    want(A);
    await passMs(1_000);
    expect(delivering).toEqual([]);
    last().listener.onAlive();
    expect(delivering).toEqual([A]);
  });

  test("gives way to another one when other sessions are shown", async () => {
    const first = await openAlive(A);
    const second = await openAlive(A, B);
    expect(first.signal.aborted).toBe(true);
    expect(second.ids).toEqual([A, B]);
    first.listener.onEvent({ event: "age", data: {} });
    expect(events).toEqual([]);
    await openAlive(B);
    expect(last().ids).toEqual([B]);
  });

  test("ends when nothing is left to follow", async () => {
    const stream = await openAlive(A);
    want();
    await passMs(0);
    expect(stream.signal.aborted).toBe(true);
    expect(delivering).toEqual([]);
    await passMs(120_000);
    expect(streams).toHaveLength(1);
  });

  test("is not opened anew because one of its sessions has ended", async () => {
    const stream = await openAlive(A, B);
    const ended = makeAnswer({ status: "failed", completed_at: "2026-11-23T05:20:00Z" });
    stream.listener.onEvent({ event: "session", data: ended });
    want(B);
    await passMs(LIVE_SILENCE_MS - 1_000);
    expect(events).toHaveLength(1);
    expect(streams).toHaveLength(1);
    expect(stream.signal.aborted).toBe(false);
  });

  test("that said it has finished is not opened again for the same sessions", async () => {
    const stream = await openAlive(A);
    stream.listener.onEvent({ event: "end", data: { reason: "finished" } });
    stream.end();
    await passMs(120_000);
    expect(streams).toHaveLength(1);
    await openAlive(A, B);
    expect(last().ids).toEqual([B]);
  });
});

describe("a hidden tab", () => {
  test("closes the stream and makes no call; shown again it is back at once", async () => {
    const stream = await openAlive(A);
    show(false);
    expect(stream.signal.aborted).toBe(true);
    want(A, B);
    await passMs(600_000);
    expect(streams).toHaveLength(1);
    show(true);
    await passMs(0);
    expect(last().ids).toEqual([A, B]);
  });

  test("that was waiting to try again does not", async () => {
    (await openAlive(A)).fail(new TypeError("fetch failed"));
    await passMs(100);
    show(false);
    await passMs(600_000);
    expect(streams).toHaveLength(1);
  });
});

describe("a stream that breaks", () => {
  test("is tried again later and later, at moments of its own", async () => {
    want(A);
    await passMs(200);
    for (let round = 0; round < 7; round++) {
      last().fail(new TypeError("fetch failed"));
      const before = streams.length;
      while (streams.length === before) await passMs(100);
    }
    const gaps = streams.slice(1).map(({ atMs }, index) => atMs - (streams[index]?.atMs ?? 0));
    expect(gaps).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000]);
  });

  test("hands over to polling meanwhile, and is first again after a good time", async () => {
    const first = await openAlive(A);
    first.fail(new TypeError("network error"));
    await passMs(0);
    expect(delivering).toEqual([]);
    await passMs(1_000);
    expect(streams).toHaveLength(2);
    last().listener.onAlive();
    await passMs(15_000);
    last().listener.onAlive();
    last().end();
    await passMs(1_000);
    expect(streams).toHaveLength(3);
  });

  test("because the server goes down is opened again by itself", async () => {
    const stream = await openAlive(A);
    stream.listener.onEvent({ event: "end", data: { reason: "server-closing" } });
    expect(delivering).toEqual([]);
    await passMs(1_000);
    expect(streams).toHaveLength(2);
  });

  test("without a word, or behind a proxy that keeps all back, is noticed by its silence", async () => {
    want(A);
    await passMs(200);
    await passMs(LIVE_SILENCE_MS - 1);
    expect(last().signal.aborted).toBe(false);
    await passMs(1);
    expect(last().signal.aborted).toBe(true);
    const alive = await openAlive(A);
    await passMs(LIVE_SILENCE_MS);
    expect(alive.signal.aborted).toBe(true);
    expect(delivering).toEqual([]);
  });

  test("by silence makes the first bytes of the next one prove nothing", async () => {
    await openAlive(A);
    await passMs(LIVE_SILENCE_MS + 1_000);
    last().listener.onAlive();
    expect(delivering).toEqual([]);
    await passMs(LIVE_HEARTBEAT_MS);
    expect(delivering).toEqual([]);
    last().listener.onAlive();
    expect(delivering).toEqual([A]);
  });

  test("leaves a desk that is full alone for a while", async () => {
    want(A);
    await passMs(200);
    last().fail(new StreamRefused(503));
    await passMs(9_999);
    expect(streams).toHaveLength(1);
    await passMs(1);
    expect(streams).toHaveLength(2);
  });
});

describe("a sign-in that has ended", () => {
  test("ends the stream for good, until the person comes back to the tab", async () => {
    const stream = await openAlive(A);
    stream.listener.onEvent({ event: "end", data: { reason: "signed-out" } });
    stream.end();
    await passMs(600_000);
    expect(streams).toHaveLength(1);
    expect(delivering).toEqual([]);
    show(true);
    await passMs(0);
    expect(streams).toHaveLength(2);
  });

  test("is not asked about again and again when the stream is refused for it", async () => {
    want(A);
    await passMs(200);
    last().fail(new StreamRefused(401));
    await passMs(600_000);
    expect(streams).toHaveLength(1);
    want(A, B);
    await passMs(200);
    expect(streams).toHaveLength(2);
  });
});
