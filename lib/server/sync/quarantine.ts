import "server-only";

const FIRST_MS = 1_000;
const LONGEST_MS = 10 * 60_000;

export type Quarantine = {
  /** Why this session cannot be read, while it need not be asked for again; else null. */
  find(id: string, now: Date): string | null;
  /** Its answer was unusable once more. */
  add(id: string, reason: string, now: Date): void;
  forget(id: string): void;
};

/**
 * Sessions whose own answer cannot be used, so that a few of them do not take the time of all the
 * others: each time it was in vain, the next comes four times later, up to ten minutes.
 */
export function createQuarantine(): Quarantine {
  const held = new Map<string, { reason: string; pauseMs: number; until: number }>();
  return {
    find(id, now) {
      const known = held.get(id);
      return known && now.getTime() < known.until ? known.reason : null;
    },
    add(id, reason, now) {
      const pauseMs = Math.min((held.get(id)?.pauseMs ?? FIRST_MS / 4) * 4, LONGEST_MS);
      held.set(id, { reason, pauseMs, until: now.getTime() + pauseMs });
    },
    forget: (id) => void held.delete(id),
  };
}
