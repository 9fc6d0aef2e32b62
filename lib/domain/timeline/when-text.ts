import { formatDuration, formatRelative } from "../duration";
import { formatDateTime, formatTime, toInstant } from "../time";
import type { TimelineWhen } from "./entry";

/** Clock times, how long ago, or how long after the creation. */
export const TIME_MODES = ["absolute", "relative", "elapsed"] as const;
export type TimeMode = (typeof TIME_MODES)[number];

export type WhenContext = {
  mode: TimeMode;
  /** IANA zone of every time on the page. */
  zone: string;
  now: Date;
  /** Null where no creation is known. */
  createdAt: string | null;
};

/**
 * `10:02:11`, `12 minutes ago`, `+4 min 9 s`; for an interval both ends of it. Empty where no time is
 * known. `beside` is a moment that stands near by: its day is not said again.
 */
export function whenText(
  when: TimelineWhen,
  context: WhenContext,
  beside: string | null = null,
): string {
  if (when.kind === "unknown") return "";
  if (when.kind === "at") return momentText(when.at, context, beside);
  const from = momentText(when.from.at, context, beside);
  const to = momentText(when.to.at, context, when.from.at);
  return from === to ? from : `between ${from} and ${to}`;
}

/** The first moment that an entry names; null where it names none. */
export function firstMoment(when: TimelineWhen): string | null {
  if (when.kind === "unknown") return null;
  return when.kind === "at" ? when.at : when.from.at;
}

function momentText(
  at: string,
  { mode, zone, now, createdAt }: WhenContext,
  beside: string | null,
) {
  if (mode === "relative") return formatRelative(at, now);
  if (mode === "elapsed") return elapsedText(at, createdAt) ?? formatDateTime(at, zone);
  if (beside === null) return formatDateTime(at, zone);
  return isSameDay(at, beside, zone) ? formatTime(at, zone) : formatDateTime(at, zone);
}

/** `+4 min 9 s` after the creation; null where one of the two is no moment. */
function elapsedText(at: string, createdAt: string | null): string | null {
  const [from, to] = [toInstant(createdAt), toInstant(at)];
  if (from === null || to === null) return null;
  return `${to < from ? "−" : "+"}${formatDuration(to - from)}`;
}

function isSameDay(a: string, b: string, zone: string): boolean {
  const day = (iso: string) => formatDateTime(iso, zone).split(",")[0];
  return day(a) === day(b);
}
