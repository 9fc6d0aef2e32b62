import "server-only";
import { onAbort } from "./on-abort";
import { UpstreamError } from "./upstream-error";

export type Deadline = {
  signal: AbortSignal;
  remainingMs: () => number;
};

/**
 * Runs `work` under one total deadline: when it passes, or `signal` aborts, the promise rejects at
 * once with an UpstreamError, whatever `work` is doing, and the inner signal tells `work` to stop.
 */
export async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const endsAt = performance.now() + timeoutMs;
  const timer = setTimeout(() => controller.abort(toTimeout(timeoutMs)), timeoutMs);
  const leave = () => controller.abort(toAborted());
  if (signal?.aborted) leave();
  const stay = signal && onAbort(signal, leave);
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(controller.signal.reason);
    if (controller.signal.aborted) stop();
    controller.signal.addEventListener("abort", stop, { once: true });
  });
  try {
    const remainingMs = () => Math.max(0, endsAt - performance.now());
    return await Promise.race([stopped, work({ signal: controller.signal, remainingMs })]);
  } finally {
    clearTimeout(timer);
    stay?.();
  }
}

function toTimeout(timeoutMs: number): UpstreamError {
  return new UpstreamError("deadline", { logDetail: `no complete answer within ${timeoutMs} ms` });
}

export function toAborted(): UpstreamError {
  return new UpstreamError("aborted", { logDetail: "whoever asked went away" });
}
