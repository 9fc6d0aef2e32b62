"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useReadNow } from "@/components/providers/clock-provider";
import type { SessionRecord } from "@/lib/domain/session";
import { activityQueryOptions } from "@/lib/queries/note-queries";
import { observationsQueryOptions } from "@/lib/queries/observation-queries";
import { webhooksQueryOptions } from "@/lib/queries/webhook-queries";
import { TimelinePanel } from "./timeline-panel";

/** The timeline with all that the desk has: the record, what it saw itself, Kayle's events, and staff. */
export function SessionTimeline({
  session,
  fetchedAt,
  isGone,
}: {
  session: SessionRecord;
  fetchedAt: string;
  /** The page's last look found that Kayle has deleted it; `fetchedAt` is the look before. */
  isGone: boolean;
}) {
  const readNow = useReadNow();
  const observations = useQuery(observationsQueryOptions(session)).data?.data;
  const actions = useQuery(activityQueryOptions(session)).data?.data;
  const events = useQuery(webhooksQueryOptions(session, readNow)).data?.data.events;
  const goneAt = useMomentOf(isGone, readNow);
  return (
    <TimelinePanel
      session={session}
      observations={observations}
      events={events}
      staffActions={actions}
      lastReadAt={fetchedAt}
      gone={goneAt === null ? null : { lastReadAt: fetchedAt, goneAt }}
    />
  );
}

/** When it became so, by the desk's clock; ISO 8601. The answer that told it bears no time. */
function useMomentOf(isSo: boolean, readNow: () => Date): string | null {
  const [at, setAt] = useState<string | null>(null);
  useEffect(() => setAt(isSo ? readNow().toISOString() : null), [isSo, readNow]);
  return at;
}
