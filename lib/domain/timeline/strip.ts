import type { Observation, ReadState } from "../observation";
import { toReadState } from "../read-state";
import type { SessionRecord } from "../session";
import { toInstant } from "../time";
import { doClocksAgree, toClockOffset } from "./clocks";
import type { TimelineEntry } from "./entry";
import { isFailure } from "./fold";
import { toSteps } from "./steps";
import { toSpan } from "./when";

/** `known`: nothing was written in it; `unknown`: something may have been; the rest explains itself. */
export type StripSegment = {
  kind: "known" | "unknown" | "over" | "ahead";
  from: number;
  to: number;
};

/** `from` equals `to` for a moment. */
export type StripMarker = { key: string; from: number; to: number; isFailure: boolean };

/** The session's hour; every place is a share of it from 0 to 1. */
export type Strip = { segments: StripSegment[]; markers: StripMarker[]; now: number | null };

type Range = { from: number; to: number };

/**
 * What is known of the hour from creation to deadline. From its last writing to the last look a session
 * is known to have stood still; before that writing anything may have happened. Null where the record's
 * times make no hour. `lastReadAt` is the desk's last look, ISO 8601.
 */
export function toStrip(input: {
  session: SessionRecord;
  observations: readonly Observation[];
  entries: readonly TimelineEntry[];
  lastReadAt: string | null;
  now: Date;
}): Strip | null {
  const { session, observations, entries, now } = input;
  const [start, deadline] = [toInstant(session.created_at), toInstant(session.expires_at)];
  if (start === null || deadline === null || deadline <= start) return null;
  const share = (ms: number) => Math.min(1, Math.max(0, (ms - start) / (deadline - start)));
  const ended = toInstant(session.completed_at);
  const until = share(ended ?? now.getTime());
  const known = toKnownRanges(toReadState(session), observations, input.lastReadAt).map(
    (range) => ({
      from: Math.min(share(range.from), until),
      to: Math.min(share(range.to), until),
    }),
  );
  const rest = { kind: ended === null ? "ahead" : "over", from: until, to: 1 } as const;
  return {
    segments: [...withUnknown(known, until), rest].filter(({ from, to }) => to > from),
    markers: toMarkers(entries, { from: start, to: deadline }),
    now: ended === null ? until : null,
  };
}

/** When the session is known to have stood still, oldest first, ms since 1970. */
function toKnownRanges(
  record: ReadState,
  observations: readonly Observation[],
  lastReadAt: string | null,
): Range[] {
  const agree = doClocksAgree(toClockOffset(observations));
  const steps = toSteps(record, observations);
  return steps.flatMap(({ to }, index) => {
    const next = steps[index + 1];
    const looked = toInstant(next ? next.previousReadAt : lastReadAt);
    const written = toInstant(to?.updated_at ?? null);
    if (!agree || written === null || looked === null || looked <= written) return [];
    return [{ from: written, to: looked }];
  });
}

/** The ranges, and between them what nobody knows. */
function withUnknown(known: readonly Range[], until: number): StripSegment[] {
  const segments: StripSegment[] = [];
  let reach = 0;
  for (const { from, to } of known) {
    if (from > reach) segments.push({ kind: "unknown", from: reach, to: from });
    if (to > reach) segments.push({ kind: "known", from: Math.max(from, reach), to });
    reach = Math.max(reach, to);
  }
  if (until > reach) segments.push({ kind: "unknown", from: reach, to: until });
  return segments;
}

function toMarkers(entries: readonly TimelineEntry[], hour: Range): StripMarker[] {
  return entries.flatMap((entry) => {
    const { from, to } = toSpan(entry.when);
    if (!from || !to || entry.kind === "gap" || entry.kind === "deadline") return [];
    if (to.ms < hour.from || from.ms > hour.to || to.ms < from.ms) return [];
    const share = (ms: number) =>
      Math.min(1, Math.max(0, (ms - hour.from) / (hour.to - hour.from)));
    return [
      { key: entry.key, from: share(from.ms), to: share(to.ms), isFailure: isFailure(entry) },
    ];
  });
}
