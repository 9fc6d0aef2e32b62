import "server-only";
import { type ExchangeParts, type ExchangeStats, exchange } from "./exchange";
import type { Operation } from "./interpret";
import type { RawAnswer, UpstreamRequest } from "./send-once";
import { createSingleFlight } from "./single-flight";
import type { CallContext, ReadContext } from "./types";

/** A read that is over, well or badly. It never rejects, so that its stats are never lost. */
type Landed = { stats: ExchangeStats; fetchedAt: string } & (
  | { answer: RawAnswer }
  | { error: unknown }
);

/** Told of an answer before any of those who wait for it. Must not throw. */
export type AnswerListener = (answer: RawAnswer, askedAt: Date) => void;

export type Caller = {
  /**
   * A GET, shared by all who ask for the same path at the same time; `onAnswer` hears of it once.
   */
  read(
    operation: Operation,
    path: string,
    context: ReadContext,
    onAnswer?: AnswerListener,
  ): Promise<{ answer: RawAnswer; fetchedAt: string }>;
  /** A POST: sent once, shared with nobody, and not stopped when the person leaves. */
  write(
    operation: Operation,
    path: string,
    context: Pick<CallContext, "onCall">,
  ): Promise<RawAnswer>;
};

export function createCaller(parts: ExchangeParts): Caller {
  const flights = createSingleFlight<Landed>();
  return {
    async read(operation, path, { signal, fresh, onCall }, onAnswer) {
      const startedAt = performance.now();
      const fly = async (flight: AbortSignal) => {
        const askedAt = new Date();
        const landed = await land(parts, { method: "GET", path }, flight);
        if ("answer" in landed) onAnswer?.(landed.answer, askedAt);
        return landed;
      };
      const { result, shared } = flights.join(path, fly, { signal, fresh });
      const landed = await result;
      onCall?.({ operation, ...landed.stats, durationMs: since(startedAt), shared });
      if ("error" in landed) throw landed.error;
      return landed;
    },
    async write(operation, path, { onCall }) {
      const startedAt = performance.now();
      const landed = await land(parts, { method: "POST", path });
      onCall?.({ operation, ...landed.stats, durationMs: since(startedAt), shared: false });
      if ("error" in landed) throw landed.error;
      return landed.answer;
    },
  };
}

async function land(
  parts: ExchangeParts,
  request: UpstreamRequest,
  signal?: AbortSignal,
): Promise<Landed> {
  const stats: ExchangeStats = { attempts: 0, status: null };
  const now = () => new Date().toISOString();
  try {
    const answer = await exchange(parts, request, stats, signal);
    return { stats: { ...stats }, fetchedAt: now(), answer };
  } catch (error) {
    return { stats: { ...stats }, fetchedAt: now(), error };
  }
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
