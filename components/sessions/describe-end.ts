import type { SessionSummary } from "@/lib/contracts/search";
import { formatDuration } from "@/lib/domain/duration";
import { isOpen, isOverdue } from "@/lib/domain/session";
import { formatDay, formatDayTime, formatTime } from "@/lib/domain/time";

const MINUTE_MS = 60_000;

/**
 * When it ended and how long it took: `10:12:41 · 12 min`, with the day where it is not that of the
 * creation; or the time that is left.
 */
export function describeEnd(session: SessionSummary, zone: string, now: Date): string {
  if (session.completed_at) return describePast(session.completed_at, session, zone, now);
  if (!isOpen(session)) return "—";
  if (isOverdue(session, now)) return `ran out ${formatTime(session.expires_at, zone)}`;
  const leftMs = Date.parse(session.expires_at) - now.getTime();
  return Number.isNaN(leftMs) ? "—" : `${toWholeMinutes(leftMs)} left`;
}

function describePast(
  endedAt: string,
  { created_at }: SessionSummary,
  zone: string,
  now: Date,
): string {
  const lastedMs = Date.parse(endedAt) - Date.parse(created_at);
  if (Number.isNaN(lastedMs)) return endedAt;
  const isSameDay = formatDay(endedAt, zone, now) === formatDay(created_at, zone, now);
  if (!isSameDay) return formatDayTime(endedAt, zone, now);
  return `${formatTime(endedAt, zone)} · ${toWholeMinutes(lastedMs)}`;
}

/** Seconds matter in the last minute only; before it they would make every open row flicker. */
function toWholeMinutes(ms: number): string {
  return formatDuration(ms < MINUTE_MS ? ms : Math.floor(ms / MINUTE_MS) * MINUTE_MS);
}
