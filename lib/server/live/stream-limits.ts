import "server-only";
import { DeskError } from "../http/desk-error";

/** Tabs in sight at once, with some room for those that were just closed. */
export const STREAMS_PER_PERSON_MAX = 30;
const STREAMS_MAX = 2_000;
const RETRY_AFTER_SECONDS = 30;

type OpenStream = { staffId: string; close: () => void };
type Streams = { open: Set<OpenStream>; isClosing: boolean };

/** Next evaluates this module several times in one process; there is one set of streams. */
const store = globalThis as typeof globalThis & { __deskStreams?: Streams };

function getStreams(): Streams {
  store.__deskStreams ??= { open: new Set(), isClosing: false };
  return store.__deskStreams;
}

/**
 * Takes the place of one stream; `close` ends it when the desk goes down. Gives what frees the place.
 * @throws DeskError DESK_BUSY, TOO_MANY_ATTEMPTS
 */
export function enterStream(staffId: string, close: () => void): () => void {
  const { open, isClosing } = getStreams();
  if (isClosing || open.size >= STREAMS_MAX) throw toBusy(isClosing);
  const own = [...open].filter((stream) => stream.staffId === staffId).length;
  if (own >= STREAMS_PER_PERSON_MAX) throw toTooMany();
  const stream = { staffId, close };
  open.add(stream);
  return () => void open.delete(stream);
}

/** Ends every stream, and lets none begin: an open one would hold the server for ever. */
export function closeStreams(): void {
  const streams = getStreams();
  streams.isClosing = true;
  for (const { close } of [...streams.open]) close();
}

export function countStreams(): number {
  return getStreams().open.size;
}

function toBusy(isClosing: boolean): DeskError {
  const logDetail = isClosing ? "the desk goes down" : `${STREAMS_MAX} streams are open`;
  return new DeskError("DESK_BUSY", { logDetail, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

function toTooMany(): DeskError {
  return new DeskError("TOO_MANY_ATTEMPTS", {
    logDetail: `${STREAMS_PER_PERSON_MAX} streams of one person are open`,
    hint: "Close some tabs of the desk. This one goes on without the stream.",
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
