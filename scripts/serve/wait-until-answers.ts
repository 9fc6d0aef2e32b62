import { get } from "node:http";
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

/** A connection of its own each time: one that is kept alive would hold up the server's end. */
function findStatus(url: string, signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve) => {
    const call = AbortSignal.any([signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]);
    const request = get(url, { agent: false, signal: call }, (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    request.once("error", () => resolve(null));
  });
}
