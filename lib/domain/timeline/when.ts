import { toInstant } from "../time";
import type { Clock, TimelineWhen } from "./entry";

/** First and last possible moment, ms since 1970, each with its clock; null where not known. */
export type Span = { from: Instant | null; to: Instant | null };
export type Instant = { ms: number; clock: Clock };

export function toSpan(when: TimelineWhen): Span {
  if (when.kind === "unknown") return { from: null, to: null };
  if (when.kind === "at") return { from: read(when), to: read(when) };
  return { from: read(when.from), to: read(when.to) };
}

function read({ at, clock }: { at: string; clock: Clock }): Instant | null {
  const ms = toInstant(at);
  return ms === null ? null : { ms, clock };
}
