import { type Cause, toCause } from "./cause";
import type { SessionRecord } from "./session";
import { type HeadlineContext, toHeadline } from "./verdict-headline";
import { type Move, toMove } from "./verdict-move";

export type Verdict = {
  /** What happened: one sentence or two short ones, under 200 characters. */
  headline: string;
  move: Move;
  /** Whose move it is and what it is, as one or two sentences. */
  moveSentence: string;
  cause: Cause;
};

/**
 * The answer that staff read first. `formatTime` writes a moment in the zone of the page; it is
 * called only with texts that stand in the record. Every record gets a verdict; never throws.
 */
export function toVerdict(session: SessionRecord, context: HeadlineContext): Verdict {
  const cause = toCause(session, context.now);
  return {
    headline: toHeadline(session, cause, context),
    ...toMove(session, cause, context.now),
    cause,
  };
}
