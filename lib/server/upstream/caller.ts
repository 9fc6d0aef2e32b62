import "server-only";
import { type CallPolicy, createCallPolicy, Try } from "./call-policy";
import type { Operation } from "./interpret";
import { createSender, type RawAnswer, type Sender, type UpstreamRequest } from "./send-once";
import { createSingleFlight } from "./single-flight";
import type { CallContext, ReadContext, UpstreamClientOptions } from "./types";
import { UpstreamError } from "./upstream-error";

const BODY_BYTES_MAX = 2 * 1024 * 1024;

/** @throws UpstreamError for an answer that is none. */
type Parse<T> = (answer: RawAnswer, operation: Operation) => T;

/** What came of a call, judged once for all who wait for it. */
export type Outcome<T> = { value: T } | { fault: unknown };

/** A call that is over, well or badly. It never rejects, so that its figures are never lost. */
type Landed<T> = {
  /** 0 when it was never sent. */
  attempts: number;
  /** Of the last try; null when that had no answer. */
  status: number | null;
  fetchedAt: string;
  outcome: Outcome<T>;
};

export type Caller = {
  /**
   * A GET, shared by all who ask for the same path at the same time, and so is what `parse` makes of
   * the answer. `onLanded` hears of it once, before any of them, and must not throw.
   */
  read<T>(
    operation: Operation,
    path: string,
    context: ReadContext,
    parse: Parse<T>,
    onLanded?: (outcome: Outcome<T>, askedAt: Date) => void,
  ): Promise<{ value: T; fetchedAt: string }>;
  /** A POST: sent once, shared with nobody, and not stopped when the person leaves. */
  write(
    operation: Operation,
    path: string,
    context: Pick<CallContext, "onCall">,
    parse: Parse<void>,
  ): Promise<void>;
  close(): Promise<void>;
};

/** The way of each call: single flight, a place, tries, breaker, connection, under one deadline. */
export function createCaller(options: UpstreamClientOptions): Caller {
  const { timeoutMs, bodyBytesMax = BODY_BYTES_MAX, concurrencyMax: connectionsMax } = options;
  const sender = createSender({ ...options, connectionsMax, bodyBytesMax });
  const parts = { sender, policy: createCallPolicy(options), timeoutMs };
  // A path has one kind of answer, so whoever joins a flight gets what they asked for.
  const flights = createSingleFlight<Landed<never>>();
  return {
    async read(operation, path, { signal, fresh, onCall }, parse, onLanded) {
      const startedAt = performance.now();
      const fly = async (controller: AbortController) => {
        const askedAt = new Date();
        const landed = await call(parts, { method: "GET", path }, controller, (answer) =>
          parse(answer, operation),
        );
        onLanded?.(landed.outcome, askedAt);
        return landed as Landed<never>;
      };
      const { result, shared } = flights.join(path, fly, { signal, fresh });
      const { attempts, status, fetchedAt, outcome } = await result;
      onCall?.({ operation, status, attempts, durationMs: since(startedAt), shared });
      if ("fault" in outcome) throw outcome.fault;
      return { value: outcome.value, fetchedAt };
    },
    async write(operation, path, { onCall }, parse) {
      const startedAt = performance.now();
      const landed = await call(parts, { method: "POST", path }, new AbortController(), (answer) =>
        parse(answer, operation),
      );
      const { attempts, status, outcome } = landed;
      onCall?.({ operation, status, attempts, durationMs: since(startedAt), shared: false });
      if ("fault" in outcome) throw outcome.fault;
    },
    close: () => sender.close(),
  };
}

/** One call with all its tries. It ends when `controller` aborts, which its deadline does too. */
async function call<T>(
  { sender, policy, timeoutMs }: { sender: Sender; policy: CallPolicy; timeoutMs: number },
  request: UpstreamRequest,
  controller: AbortController,
  parse: (answer: RawAnswer) => T,
): Promise<Landed<T>> {
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
  const last = await untilAborted(signal, policy.run(request.method, signal, tryOnce));
  clearTimeout(timer);
  const fetchedAt = new Date().toISOString();
  return { attempts, status, fetchedAt, outcome: toOutcome(last, parse) };
}

function toOutcome<T>(last: Try["outcome"], parse: (answer: RawAnswer) => T): Outcome<T> {
  if ("fault" in last) return last;
  try {
    return { value: parse(last.answer) };
  } catch (fault) {
    return { fault };
  }
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
