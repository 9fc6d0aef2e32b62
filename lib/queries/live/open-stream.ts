import {
  type LiveEvent,
  type LiveLane,
  liveEventSchema,
  toLiveParamsText,
} from "@/lib/contracts/live";
import { routes } from "@/lib/routes";
import { toPageHeaders } from "../page-person";
import { createSseParser, type SseMessage } from "./sse-parser";

export type StreamListener = {
  /** Something came through, if only a comment. */
  onAlive(): void;
  onEvent(event: LiveEvent): void;
};

export type OpenStream = (
  wanted: ReadonlyMap<string, LiveLane>,
  signal: AbortSignal,
  listener: StreamListener,
) => Promise<void>;

/** The desk did not open the stream; `status` says why. */
export class StreamRefused extends Error {
  override readonly name = "StreamRefused";

  constructor(readonly status: number) {
    super(`The stream was refused with ${status}.`);
  }
}

/**
 * Reads the stream of these sessions until it ends. By `fetch` and not by `EventSource`, which tells
 * nobody why it was refused and can carry no header: this one must keep nobody signed in.
 *
 * @throws StreamRefused, or whatever the connection broke with
 */
export const openStream: OpenStream = async (wanted, signal, listener) => {
  const response = await fetch(routes.api.live(toLiveParamsText(wanted)), {
    headers: { accept: "text/event-stream", ...toPageHeaders(true) },
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    signal,
  });
  if (!response.ok || !response.body) throw new StreamRefused(response.status);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const parse = createSseParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    listener.onAlive();
    for (const message of parse(value)) {
      const event = toEvent(message);
      if (event) listener.onEvent(event);
    }
  }
};

/** Null for what this page does not know: a newer desk may say more. */
function toEvent({ event, data }: SseMessage): LiveEvent | null {
  try {
    const parsed = liveEventSchema.safeParse({ event, data: JSON.parse(data) });
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
