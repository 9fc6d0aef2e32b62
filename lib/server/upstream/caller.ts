import "server-only";
import { type CallPolicy, createCallPolicy, Try } from "./call-policy";
import type { Operation } from "./interpret";
import { createSender, type RawAnswer, type Sender, type UpstreamRequest } from "./send-once";
import { createSingleFlight } from "./single-flight";
import type { CallContext, ReadContext, UpstreamClientOptions } from "./types";
import { UpstreamError } from "./upstream-error";

const BODY_BYTES_MAX = 2 * 1024 * 1024;

/** A call that is over, well or badly. It never rejects, so that its figures are never lost. */
type Landed = {
  /** 0 when it was never sent. */
  attempts: number;
  /** Of the last try; null when that had no answer. */
  status: number | null;
  fetchedAt: string;
} & ({ answer: RawAnswer } | { fault: unknown });

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
  close(): Promise<void>;
};

/** The way of each call: single flight, a place, tries, breaker, connection, under one deadline. */
export function createCaller(options: UpstreamClientOptions): Caller {
  const { timeoutMs, bodyBytesMax = BODY_BYTES_MAX, concurrencyMax: connectionsMax } = options;
  const sender = createSender({ ...options, connectionsMax, bodyBytesMax });
  const parts = { sender, policy: createCallPolicy(options), timeoutMs };
  const flights = createSingleFlight<Landed>();
  return {
    async read(operation, path, { signal, fresh, onCall }, onAnswer) {
      const startedAt = performance.now();
      const fly = async (controller: AbortController) => {
        const askedAt = new Date();
        const landed = await call(parts, { method: "GET", path }, controller);
        if ("answer" in landed) onAnswer?.(landed.answer, askedAt);
        return landed;
      };
      const { result, shared } = flights.join(path, fly, { signal, fresh });
      const landed = await result;
      const { attempts, status } = landed;
      onCall?.({ operation, status, attempts, durationMs: since(startedAt), shared });
      if ("fault" in landed) throw landed.fault;
      return landed;
    },
    async write(operation, path, { onCall }) {
      const startedAt = performance.now();
      const landed = await call(parts, { method: "POST", path }, new AbortController());
      const { attempts, status } = landed;
      onCall?.({ operation, status, attempts, durationMs: since(startedAt), shared: false });
      if ("fault" in landed) throw landed.fault;
      return landed.answer;
    },
    close: () => sender.close(),
  };
}

/** One call with all its tries. It ends when `controller` aborts, which its deadline does too. */
async function call(
  { sender, policy, timeoutMs }: { sender: Sender; policy: CallPolicy; timeoutMs: number },
  request: UpstreamRequest,
  controller: AbortController,
): Promise<Landed> {
  const { signal } = controller;
  const endsAt = performance.now() + timeoutMs;
  const timer = setTimeout(() => controller.abort(toTimeout(timeoutMs)), timeoutMs);
  let attempts = 0;
  let status: number | null = null;
  const tryOnce = async () => {
    attempts += 1;
    const outcome = await sender.send(request, signal).then(
      (answer) => ({ answer }),
      (fault: unknown) => ({ fault }),
    );
    status = "answer" in outcome ? outcome.answer.status : null;
    return new Try(outcome, attempts, endsAt - performance.now());
  };
  const outcome = await untilAborted(signal, policy.run(request.method, signal, tryOnce));
  clearTimeout(timer);
  return { attempts, status, fetchedAt: new Date().toISOString(), ...outcome };
}

/** Neither a queue nor a wait between tries keeps a caller whose time is over. */
function untilAborted(signal: AbortSignal, work: Promise<Try>): Promise<Try["outcome"]> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve({ fault: signal.reason }), { once: true });
    work.then(
      ({ outcome }) => resolve(outcome),
      (fault: unknown) => resolve({ fault }),
    );
  });
}

function toTimeout(timeoutMs: number): UpstreamError {
  return new UpstreamError("deadline", { logDetail: `no complete answer within ${timeoutMs} ms` });
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
