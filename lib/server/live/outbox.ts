import "server-only";
import type { LiveEvent } from "@/lib/contracts/live";

/** Proxies that hold back the first bytes of an answer let go after so many. */
const PADDING = `:${" ".repeat(2048)}\n\n`;
const HEARTBEAT = ": still here\n\n";

type Controller = ReadableStreamDefaultController<Uint8Array>;

/**
 * Writes events to one reader. A reader that is slow gets of each session the newest alone, so what
 * waits for it is bounded by the sessions that it watches.
 */
export type Outbox = {
  open(controller: Controller): void;
  send(event: LiveEvent): void;
  heartbeat(): void;
  /** The reader has room again. */
  drain(): void;
  /** Says why, and ends. Nothing that comes afterwards is sent. */
  end(event: LiveEvent): void;
  /** The reader has left: nothing more is sent. */
  drop(): void;
};

export function createOutbox(): Outbox {
  const encoder = new TextEncoder();
  /** What could not be sent yet, by session. */
  const waiting = new Map<string, LiveEvent>();
  let controller: Controller | null = null;

  function write(text: string): void {
    controller?.enqueue(encoder.encode(text));
  }

  function drain(): void {
    for (const [key, event] of waiting) {
      if (!hasRoom(controller)) return;
      waiting.delete(key);
      write(toText(event));
    }
  }

  function drop(): void {
    waiting.clear();
    controller = null;
  }

  return {
    open(opened) {
      controller = opened;
      write(PADDING);
      // Ages of none: the reader learns at once that something comes through.
      write(toText({ event: "age", data: {} }));
    },
    send(event) {
      const key = toKey(event);
      if (waiting.size === 0 && hasRoom(controller)) write(toText(event));
      else waiting.set(key, merge(waiting.get(key), event));
    },
    heartbeat() {
      if (hasRoom(controller)) write(HEARTBEAT);
    },
    drain,
    end(event) {
      for (const late of waiting.values()) write(toText(late));
      write(toText(event));
      controller?.close();
      drop();
    },
    drop,
  };
}

function hasRoom(controller: Controller | null): boolean {
  return (controller?.desiredSize ?? 0) > 0;
}

function toKey(event: LiveEvent): string {
  if (event.event === "session") return event.data.data.id;
  return event.event === "fault" ? event.data.id : event.event;
}

function merge(before: LiveEvent | undefined, event: LiveEvent): LiveEvent {
  if (before?.event !== "age" || event.event !== "age") return event;
  return { event: "age", data: { ...before.data, ...event.data } };
}

/** JSON has no line breaks of its own, so the data is always one line. */
function toText({ event, data }: LiveEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
