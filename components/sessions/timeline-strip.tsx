"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { classes } from "@/components/ui/classes";
import type { SessionRecord } from "@/lib/domain/session";
import { formatTime } from "@/lib/domain/time";

const SHORT_BAR_PERCENT = 25;

/**
 * The session's hour as a bar: how much of it passed before the end, or until now. A picture of what
 * the list below says in words, so it is hidden from screen readers.
 */
export function TimelineStrip({ session, now }: { session: SessionRecord; now: Date }) {
  const { zone } = usePreferences();
  const start = Date.parse(session.created_at);
  const deadline = Date.parse(session.expires_at);
  const end = session.completed_at ? Date.parse(session.completed_at) : now.getTime();
  const share = (end - start) / (deadline - start);
  if (!Number.isFinite(share) || deadline <= start) return null;
  const percent = Math.min(Math.max(share, 0), 1) * 100;
  const isEnded = session.completed_at !== null;
  return (
    <div
      aria-hidden
      className="relative h-8 overflow-hidden rounded-md border border-line bg-surface-sunken text-xs"
    >
      <div
        className={classes(
          "absolute inset-y-0 left-0 bg-progress-soft",
          isEnded ? "border-ink border-r-2" : "border-accent-line border-r-2 border-dashed",
        )}
        style={{ width: `${percent}%` }}
      />
      {/* Where the bar is too short for the time, the time stands behind it. */}
      <span
        className="absolute inset-y-0 flex items-center pl-2.5 text-ink-soft tabular-nums"
        style={{ left: percent < SHORT_BAR_PERCENT ? `${percent}%` : 0 }}
      >
        {formatTime(session.created_at, zone)}
      </span>
      <span className="absolute inset-y-0 right-2.5 flex items-center text-ink-soft tabular-nums">
        {formatTime(session.expires_at, zone)} time runs out
      </span>
    </div>
  );
}
