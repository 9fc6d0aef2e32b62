"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { classes } from "@/components/ui/classes";
import type { Observation } from "@/lib/domain/observation";
import type { SessionRecord } from "@/lib/domain/session";
import { formatTime } from "@/lib/domain/time";
import type { TimelineEntry } from "@/lib/domain/timeline/entry";
import { type StripMarker, type StripSegment, toStrip } from "@/lib/domain/timeline/strip";

const SEGMENTS: Record<StripSegment["kind"], string> = {
  known: "bg-progress-soft",
  unknown:
    "bg-progress-soft bg-[repeating-linear-gradient(135deg,var(--line-strong)_0_1px,transparent_1px_6px)]",
  over: "",
  ahead: "",
};

/**
 * The session's hour as a bar: what is known of it, hatched where nothing is, and where entries of the
 * list lie. A picture of what the list below says in words, so it is hidden from screen readers.
 */
export function TimelineStrip(props: {
  session: SessionRecord;
  observations: readonly Observation[];
  entries: readonly TimelineEntry[];
  lastReadAt: string | null;
  now: Date;
}) {
  const { zone } = usePreferences();
  const { session } = props;
  const strip = toStrip(props);
  if (!strip) return null;
  const isHatched = strip.segments.some(({ kind }) => kind === "unknown");
  return (
    <div aria-hidden className="text-ink-soft text-xs tabular-nums [print-color-adjust:exact]">
      <div className="relative h-6 overflow-hidden rounded-md border border-line bg-surface-sunken">
        {strip.segments.map((segment) => (
          <div
            key={`${segment.kind}:${segment.from}`}
            className={classes("absolute inset-y-0", SEGMENTS[segment.kind])}
            style={placeOf(segment)}
          />
        ))}
        {strip.markers.map((marker) => (
          <Marker key={marker.key} marker={marker} />
        ))}
        {strip.now !== null && (
          <div
            className="absolute inset-y-0 border-accent-line border-r-2 border-dashed"
            style={placeOf({ from: 0, to: strip.now })}
          />
        )}
      </div>
      <div className="mt-1 flex flex-wrap justify-between gap-x-3">
        <span>{formatTime(session.created_at, zone)}</span>
        {isHatched && <span>hatched: not known what happened when</span>}
        <span>{formatTime(session.expires_at, zone)} time runs out</span>
      </div>
    </div>
  );
}

/** A moment is a line over the whole height, an interval a bar at its foot. */
function Marker({ marker }: { marker: StripMarker }) {
  const isMoment = marker.from === marker.to;
  return (
    <div
      className={classes(
        "absolute bottom-0",
        isMoment ? "w-0.5" : "h-1 opacity-70",
        isMoment && "top-0 -translate-x-1/2",
        marker.isFailure ? "bg-danger-solid" : "bg-ink",
      )}
      style={isMoment ? { left: placeOf(marker).left } : placeOf(marker)}
    />
  );
}

function placeOf({ from, to }: { from: number; to: number }) {
  return { left: `${from * 100}%`, width: `${(to - from) * 100}%` };
}
