import "server-only";

/** Next evaluates a module several times in one process; the searches and the sync must meet. */
const store = globalThis as typeof globalThis & { __deskSearchedAt?: number };

/** Says that somebody searches now, so that what can wait does; see `Lane`. */
export function notePerson(): void {
  store.__deskSearchedAt = performance.now();
}

/** When somebody searched last, on this process's own clock in ms. */
export function lastPersonAt(): number {
  return store.__deskSearchedAt ?? Number.NEGATIVE_INFINITY;
}
