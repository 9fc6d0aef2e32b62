"use client";

import { Database, Eye, type LucideIcon, Timer, UserRound, Webhook } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Panel } from "@/components/ui/panel";
import type { SessionRecord } from "@/lib/domain/session";
import { formatDateTime, formatTime } from "@/lib/domain/time";
import { type TimelineEntry, toRecordTimeline } from "@/lib/domain/timeline";
import { describeTimelineEntry } from "@/lib/domain/timeline-text";
import { TimelineStrip } from "./timeline-strip";

const ORIGINS: Record<TimelineEntry["origin"], { icon: LucideIcon; words: string }> = {
  record: { icon: Database, words: "Kayle’s record" },
  event: { icon: Webhook, words: "Kayle’s event" },
  clock: { icon: Timer, words: "The clock" },
  seen: { icon: Eye, words: "Seen by the desk" },
  staff: { icon: UserRound, words: "Staff" },
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
            dayShown={isSameDay(entries[index - 1], entry, zone)}
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
  /** The entry before is of the same day, so the time alone is enough. */
  dayShown: boolean;
}) {
  const { icon: Icon, words } = ORIGINS[entry.origin];
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
        {!isLast && <span className="absolute top-2 bottom-0 w-px translate-y-1 bg-line" />}
        <Dot entry={entry} />
      </div>
      <div className={isLast ? "min-w-0" : "min-w-0 pb-4"}>
        <p className={entry.at ? undefined : "text-ink-soft italic"}>{title}</p>
        <p className="flex flex-wrap items-center gap-x-1 text-ink-faint text-sm">
          <Icon aria-hidden className="size-3.5" />
          {words}
          {detail && <span>· {detail}</span>}
        </p>
      </div>
    </li>
  );
}

function Dot({ entry }: { entry: TimelineEntry }) {
  if (!entry.at) return null;
  const fill =
    entry.origin === "clock" ? "border border-line-strong bg-surface" : "bg-ink border border-ink";
  return <span className={`relative mt-1.5 size-2.5 rounded-full ${fill}`} />;
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
