"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { formatDuration } from "@/lib/domain/duration";
import { isOpen, isOverdue, type SessionRecord } from "@/lib/domain/session";
import { formatDateTime, formatTime } from "@/lib/domain/time";

/** The time left while the session is open, else when it ended. Says nothing that no field holds. */
export function TimeLeft({ session, now }: { session: SessionRecord; now: Date }) {
  const { zone } = usePreferences();
  return <span className="text-ink-soft text-sm tabular-nums">{toWords(session, now, zone)}</span>;
}

function toWords(session: SessionRecord, now: Date, zone: string): string | null {
  if (session.completed_at) return `Ended ${formatDateTime(session.completed_at, zone)}`;
  if (!isOpen(session)) return null;
  if (isOverdue(session, now)) return `Time ran out ${formatTime(session.expires_at, zone)}`;
  const leftMs = Date.parse(session.expires_at) - now.getTime();
  if (Number.isNaN(leftMs)) return null;
  return `${formatDuration(leftMs)} left, until ${formatTime(session.expires_at, zone)}`;
}
