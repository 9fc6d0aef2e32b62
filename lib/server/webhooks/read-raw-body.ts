import "server-only";
import type { ByteBudget } from "./byte-budget";

export type RawBodyLimits = {
  bytesMax: number;
  /** For the whole body: who sends it byte by byte must not hold a place for ever. */
  withinMs: number;
  /** What is read stays taken; the caller gives the body's length back when done with it. */
  budget: ByteBudget;
};

export type RawBody = Buffer | "too_large" | "incomplete" | "busy";

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Step = Awaited<ReturnType<Reader["read"]>> | "late";

/**
 * The body's own bytes, counted while they arrive. A length header that is too large is enough to
 * refuse; one that is small proves nothing.
 */
export async function readRawBody(request: Request, limits: RawBodyLimits): Promise<RawBody> {
  if (Number(request.headers.get("content-length") ?? 0) > limits.bytesMax) return "too_large";
  const reader = request.body?.getReader();
  if (!reader) return Buffer.alloc(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), limits.withinMs);
  });
  // A sender that goes away in the middle makes the read reject.
  const next = () => reader.read().catch(() => "late" as const);
  try {
    return await collect(() => Promise.race([next(), late]), limits);
  } finally {
    clearTimeout(timer);
    reader.releaseLock();
  }
}

/**
 * Reads what is left of a body and keeps nothing. A request that is answered while bytes of it are
 * unread blocks its connection, and a proxy would send the next, good delivery on that one.
 */
export async function discardBody(request: Request, withinMs: number): Promise<void> {
  if (!request.body || request.body.locked) return;
  const reader = request.body.getReader();
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), withinMs);
  try {
    for (let step = await reader.read(); !step.done; ) step = await reader.read();
  } catch {
    // The sender has gone; there is nobody left to be in the way of.
  } finally {
    clearTimeout(timer);
  }
}

async function collect(
  read: () => Promise<Step>,
  { bytesMax, budget }: RawBodyLimits,
): Promise<RawBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let fault: Exclude<RawBody, Buffer> | null = null;
  while (fault === null) {
    const step = await read();
    if (step === "late") fault = "incomplete";
    else if (step.done) return Buffer.concat(chunks);
    else if (length + step.value.byteLength > bytesMax) fault = "too_large";
    else if (!budget.take(step.value.byteLength)) fault = "busy";
    else {
      length += step.value.byteLength;
      chunks.push(step.value);
    }
  }
  budget.give(length);
  return fault;
}
