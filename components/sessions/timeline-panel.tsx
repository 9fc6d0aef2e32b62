"use client";

import { useState } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Panel } from "@/components/ui/panel";
import { formatDuration } from "@/lib/domain/duration";
import type { KayleEvent } from "@/lib/domain/kayle-event";
import type { Observation } from "@/lib/domain/observation";
import type { RecordedAction } from "@/lib/domain/recorded-action";
import type { SessionRecord } from "@/lib/domain/session";
import { clockDifferenceMs, toClockOffset } from "@/lib/domain/timeline/clocks";
import type { GoneBetween } from "@/lib/domain/timeline/fixed-entries";
import { onlyFailures } from "@/lib/domain/timeline/fold";
import { timelineToText } from "@/lib/domain/timeline/timeline-to-text";
import { toTimeline } from "@/lib/domain/timeline/to-timeline";
import { TimelineControls } from "./timeline-controls";
import { TimelineList } from "./timeline-list";
import { TimelineStrip } from "./timeline-strip";

/** What is known of the session's course, each entry with where it is from. */
export function TimelinePanel({
  session,
  observations = [],
  events = [],
  staffActions = [],
  lastReadAt = null,
  gone = null,
}: {
  session: SessionRecord;
  observations?: readonly Observation[] | undefined;
  events?: readonly KayleEvent[] | undefined;
  staffActions?: readonly RecordedAction[] | undefined;
  /** The desk's last look that found the session; ISO 8601. */
  lastReadAt?: string | null;
  gone?: GoneBetween | null;
}) {
  const now = useNow();
  const { zone, preferences } = usePreferences();
  const [isFailedOnly, setIsFailedOnly] = useState(false);
  const entries = toTimeline({ session, gone, observations, events, staffActions, now });
  const shown = isFailedOnly ? onlyFailures(entries) : entries;
  const context = {
    mode: preferences.timelineTimes,
    zone,
    now,
    createdAt: session.created_at,
  } as const;
  const text = timelineToText(entries, { ...context, mode: "absolute" });
  const clocksApartMs = clockDifferenceMs(toClockOffset(observations));
  return (
    <Panel
      title="Timeline"
      aside={
        <TimelineControls
          text={`Session ${session.id}\n${text}`}
          isFailedOnly={isFailedOnly}
          onFailedOnlyChange={setIsFailedOnly}
        />
      }
    >
      <TimelineStrip
        session={session}
        observations={observations}
        entries={entries}
        lastReadAt={lastReadAt}
        now={now}
      />
      {clocksApartMs !== 0 && (
        <p className="mt-3 text-ink-soft text-sm">
          The desk’s clock and Kayle’s differ by at least {formatDuration(clocksApartMs)}: what the
          desk saw is told by its own clock.
        </p>
      )}
      {isFailedOnly && (
        <p className="mt-3 hidden text-sm print:block">
          Only what failed is printed: {shown.length} of {entries.length} entries.
        </p>
      )}
      <TimelineList
        entries={shown}
        context={context}
        emptyText="Nothing failed, as far as is known."
      />
    </Panel>
  );
}
