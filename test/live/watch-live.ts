import { onTestFinished } from "vitest";
import { type LiveEvent, liveEventSchema } from "@/lib/contracts/live";
import { createSseParser } from "@/lib/queries/live/sse-parser";

export type LiveWatch = {
  status: number;
  headers: Headers;
  /** With the time at which each came, in milliseconds of `performance.now()`. */
  events: { atMs: number; event: LiveEvent }[];
  text(): string;
  /** Settles when the stream is over, however it ended. */
  over: Promise<void>;
  leave(): void;
};

/** Reads a stream as a browser does. */
export async function watchLive(url: string, headers: HeadersInit = {}): Promise<LiveWatch> {
  const controller = new AbortController();
  const leave = () => controller.abort();
  onTestFinished(leave);
  const response = await fetch(url, { headers, signal: controller.signal });
  const watch = { status: response.status, headers: response.headers, leave };
  const events: LiveWatch["events"] = [];
  let text = "";
  async function read(): Promise<void> {
    const parse = createSseParser();
    if (!response.body) return;
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      text += piece;
      for (const { event, data } of parse(piece)) {
        const parsed = liveEventSchema.parse({ event, data: JSON.parse(data) });
        events.push({ atMs: performance.now(), event: parsed });
      }
    }
  }
  return { ...watch, events, text: () => text, over: read().catch(() => undefined) };
}

/** The records that came, in their order. */
export function toRecords({ events }: LiveWatch) {
  return events.flatMap(({ event }) => (event.event === "session" ? [event.data] : []));
}

export function toEndReason({ events }: LiveWatch): string | null {
  const last = events.at(-1)?.event;
  return last?.event === "end" ? last.data.reason : null;
}
