import type { ApiError } from "@/lib/contracts/api";

/** Why nobody, or somebody else, is signed in, as far as the desk said; null where it did not. */
export type SignedOut = { reason: string | null };

let current: SignedOut | null = null;
const listeners = new Set<() => void>();

/** Called with each answer of the desk: null after one that only a signed-in person gets. */
export function noteAnswer(error: ApiError | null): void {
  if (error !== null && error.code !== "UNAUTHENTICATED") return;
  const next = error && { reason: error.details?.signedOut ?? null };
  if (next?.reason === current?.reason && (next === null) === (current === null)) return;
  current = next;
  for (const listener of listeners) listener();
}

/** How the page's sign-in has ended; null while it has not. Stays the same object until it changes. */
export function readSignedOut(): SignedOut | null {
  return current;
}

export function onSignedOutChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
