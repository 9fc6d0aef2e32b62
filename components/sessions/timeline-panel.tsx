"use client";

import { Database, Eye, type LucideIcon, Timer, UserRound, Webhook } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { classes } from "@/components/ui/classes";
import { Panel } from "@/components/ui/panel";
import type { SessionRecord } from "@/lib/domain/session";
import { formatDateTime, formatTime } from "@/lib/domain/time";
import { type TimelineEntry, type TimelineOrigin, toRecordTimeline } from "@/lib/domain/timeline";
import { describeTimelineEntry, originLabel } from "@/lib/domain/timeline-text";
import { TimelineStrip } from "./timeline-strip";

const ORIGIN_ICONS: Record<TimelineOrigin, LucideIcon> = {
  record: Database,
  event: Webhook,
  clock: Timer,
  seen: Eye,
  staff: UserRound,
};

/** What is known of the session's course, each entry with where it is from. */
export function TimelinePanel({ session }: { session: SessionRecord }) {
  const now = useNow();
  const { zone } = usePreferences();
  const entries = toRecordTimeline(session, now);
  return (
    <Panel title="Timeline">
      <TimelineStrip session={session} now={now} />
      <ol className="mt-4">
        {entries.map((entry, index) => (
          <Entry
            key={entry.kind}
            entry={entry}
            zone={zone}
            isLast={index === entries.length - 1}
            dayShown={isSameDay(
              entries.slice(0, index).findLast((before) => before.at),
              entry,
              zone,
            )}
          />
        ))}
      </ol>
    </Panel>
  );
}

function Entry({
  entry,
  zone,
  isLast,
  dayShown,
}: {
  entry: TimelineEntry;
  zone: string;
  isLast: boolean;
  /** The time above is of the same day, so the time alone is enough. */
  dayShown: boolean;
}) {
  const Icon = ORIGIN_ICONS[entry.origin];
  const { title, detail } = describeTimelineEntry(entry);
  return (
    <li className="grid grid-cols-[4.5rem_1rem_minmax(0,1fr)] gap-x-3 sm:grid-cols-[7rem_1rem_minmax(0,1fr)]">
      <div className="text-right text-ink-soft text-sm tabular-nums">
        {entry.at && (
          <time dateTime={entry.at} title={entry.at}>
            {dayShown ? formatTime(entry.at, zone) : formatDateTime(entry.at, zone)}
          </time>
        )}
      </div>
      <div aria-hidden className="relative flex justify-center">
        {!isLast && (
          <span
            className={classes("absolute bottom-0 w-px bg-line", entry.at ? "top-3" : "top-0")}
          />
        )}
        <Dot entry={entry} />
      </div>
      <div className={isLast ? "min-w-0" : "min-w-0 pb-4"}>
        <p className={entry.at ? undefined : "text-ink-soft italic"}>{title}</p>
        <p className="flex flex-wrap items-center gap-x-1 text-ink-faint text-sm">
          <Icon aria-hidden className="size-3.5" />
          {originLabel(entry.origin)}
          {detail && <span>· {detail}</span>}
        </p>
      </div>
    </li>
  );
}

function Dot({ entry }: { entry: TimelineEntry }) {
  if (!entry.at) return null;
  // A hollow dot is a moment that the clock gives: nothing happened then, as far as anyone knows.
  const isHollow = entry.origin === "clock" || entry.kind === "deadline";
  return (
    <span
      className={classes(
        "relative mt-1.5 size-2.5 rounded-full border",
        isHollow && "border-line-strong bg-surface",
        !isHollow &&
          (isFailure(entry) ? "border-danger-solid bg-danger-solid" : "border-ink bg-ink"),
      )}
    />
  );
}

function isFailure(entry: TimelineEntry): boolean {
  return entry.kind === "ended" && entry.status === "failed";
}

function isSameDay(
  previous: TimelineEntry | undefined,
  entry: TimelineEntry,
  zone: string,
): boolean {
  if (!previous?.at || !entry.at) return false;
  const day = (iso: string) => formatDateTime(iso, zone).split(",")[0];
  return day(previous.at) === day(entry.at);
}
