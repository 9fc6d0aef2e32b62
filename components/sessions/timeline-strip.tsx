"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { classes } from "@/components/ui/classes";
import type { SessionRecord } from "@/lib/domain/session";
import { formatTime } from "@/lib/domain/time";

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
    <div aria-hidden className="text-ink-soft text-xs tabular-nums">
      <div className="h-6 overflow-hidden rounded-md border border-line bg-surface-sunken">
        <div
          className={classes(
            "h-full border-r-2 bg-progress-soft",
            isEnded ? "border-ink" : "border-accent-line border-dashed",
          )}
          style={{ width: `${percent}%` }}
        />
      </div>
      <div className="mt-1 flex justify-between gap-3">
        <span>{formatTime(session.created_at, zone)}</span>
        <span>{formatTime(session.expires_at, zone)} time runs out</span>
      </div>
    </div>
  );
}
