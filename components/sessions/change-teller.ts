import { describeChange } from "@/lib/domain/on-call";
import type { SessionRecord } from "@/lib/domain/session";

/** A screen reader reads on while the page moves on: never more often than this. */
const EVERY_MS = 10_000;

export type ChangeTeller = {
  /** The session as it is now. */
  show(session: SessionRecord): void;
  stop(): void;
};

/**
 * Tells what changed since it last told something: the first change at once, and all that follow
 * within ten seconds together, as the difference that they make.
 */
export function createChangeTeller(
  first: SessionRecord,
  tell: (words: string) => void,
): ChangeTeller {
  let told = first;
  let shown = first;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tellNow(): void {
    timer = undefined;
    const words = describeChange(told, shown);
    if (words === null) return;
    told = shown;
    tell(words);
    timer = setTimeout(tellNow, EVERY_MS);
  }

  return {
    show(session) {
      shown = session;
      if (timer === undefined) tellNow();
    },
    stop: () => clearTimeout(timer),
  };
}
