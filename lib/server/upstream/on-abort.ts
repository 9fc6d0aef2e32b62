import "server-only";

/**
 * Calls `act` when the signal aborts, unless the function that this gives was called before.
 *
 * A signal's listeners form a chain, and one that was taken off still leads to the next: where a signal lives
 * long, each would keep alive what all after it had to do with, until the next full collection. So what
 * is behind a listener is let go of at once.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  let wanted: (() => void) | null = act;
  const listener = () => wanted?.();
  signal.addEventListener("abort", listener, { once: true });
  return () => {
    wanted = null;
    signal.removeEventListener("abort", listener);
  };
}
