import { setTimeout as delay } from "node:timers/promises";

const PAUSE_MS = 100;
const CALL_TIMEOUT_MS = 10_000;

export type Wanted = {
  url: string;
  isReady: (status: number) => boolean;
  timeoutMs: number;
};

/**
 * Asks `url` again and again until the answer is the wanted one, the time is over or `signal` aborts.
 *
 * @returns null when it came, else what the last answer was
 */
export async function waitUntilAnswers(
  wanted: Wanted,
  signal: AbortSignal,
): Promise<string | null> {
  const deadline = Date.now() + wanted.timeoutMs;
  let last = "no answer";
  while (Date.now() < deadline && !signal.aborted) {
    const status = await findStatus(wanted.url, signal);
    if (status !== null && wanted.isReady(status)) return null;
    if (status !== null) last = `status ${status}`;
    await delay(PAUSE_MS);
  }
  return last;
}

async function findStatus(url: string, signal: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}
