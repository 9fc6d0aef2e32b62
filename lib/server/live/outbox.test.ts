import { describe, expect, test } from "vitest";
import type { LiveEvent } from "@/lib/contracts/live";
import { createSseParser } from "@/lib/queries/live/sse-parser";
import { createOutbox, type Outbox } from "./outbox";

const FRESH = "2026-11-28T10:00:00.000Z";

/** A reader that takes a piece only where a test asks it to. */
function openOutbox(): { outbox: Outbox; take(): Promise<string | null> } {
  const outbox = createOutbox();
  const stream = new ReadableStream<Uint8Array>({ start: outbox.open, pull: outbox.drain });
  const reader = stream.getReader();
  async function take(): Promise<string | null> {
    const { value } = await reader.read();
    return value ? new TextDecoder().decode(value) : null;
  }
  return { outbox, take };
}

/** All that comes until the stream ends. */
async function readAll(take: () => Promise<string | null>): Promise<LiveEvent[]> {
  const parse = createSseParser();
  const events: LiveEvent[] = [];
  for (let piece = await take(); piece !== null; piece = await take()) {
    for (const { event, data } of parse(piece)) {
      events.push({ event, data: JSON.parse(data) } as LiveEvent);
    }
  }
  return events;
}

function fault(id: string, message: string): LiveEvent {
  const error = { code: "UPSTREAM_ERROR", message, hint: "", requestId: "req_1" } as const;
  return { event: "fault", data: { id, error } };
}

const END: LiveEvent = { event: "end", data: { reason: "server-closing" } };

describe("a reader that is slow", () => {
  test("gets of each session the newest alone, however much happened meanwhile", async () => {
    const { outbox, take } = openOutbox();
    for (let nth = 0; nth < 1_000; nth += 1) {
      outbox.send(fault("a", `a ${nth}`));
      outbox.send(fault("b", `b ${nth}`));
    }
    outbox.end(END);
    const events = await readAll(take);
    expect(events).toEqual([
      { event: "age", data: {} },
      fault("a", "a 999"),
      fault("b", "b 999"),
      END,
    ]);
  });

  test("hears of every session how old it is, each with its newest age", async () => {
    const { outbox, take } = openOutbox();
    outbox.send({ event: "age", data: { a: "2026-11-28T09:59:00.000Z", b: FRESH } });
    outbox.send({ event: "age", data: { a: FRESH } });
    outbox.end(END);
    expect((await readAll(take))[1]).toEqual({ event: "age", data: { a: FRESH, b: FRESH } });
  });

  test("is not sent heartbeats that would only pile up", async () => {
    const { outbox, take } = openOutbox();
    for (let beats = 0; beats < 100; beats += 1) outbox.heartbeat();
    outbox.end(END);
    let text = "";
    for (let piece = await take(); piece !== null; piece = await take()) text += piece;
    expect(text).not.toContain("still here");
  });

  test("gets what waited as soon as it has room, before anything newer", async () => {
    const { outbox, take } = openOutbox();
    outbox.send(fault("a", "first"));
    outbox.send(fault("b", "second"));
    const parts = [await take(), await take(), await take(), await take()];
    expect(parts[2]).toContain("first");
    expect(parts[3]).toContain("second");
    outbox.end(END);
  });
});

describe("a stream", () => {
  test("begins with enough bytes for a proxy to let go, and says at once that it comes through", async () => {
    const { take } = openOutbox();
    expect((await take())?.length).toBeGreaterThan(2_048);
    expect(await take()).toContain("event: age");
  });

  test("sends nothing to a reader that has left", () => {
    const { outbox } = openOutbox();
    outbox.drop();
    outbox.send(fault("a", "late"));
    outbox.drain();
    expect(() => outbox.end(END)).not.toThrow();
  });
});
