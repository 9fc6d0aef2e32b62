"use client";

import { useQuery } from "@tanstack/react-query";
import type { SessionRecord } from "@/lib/domain/session";
import { activityQueryOptions } from "@/lib/queries/note-queries";
import { observationsQueryOptions } from "@/lib/queries/observation-queries";
import { webhooksQueryOptions } from "@/lib/queries/webhook-queries";
import { TimelinePanel } from "./timeline-panel";

/** The timeline with all that the desk has: the record, what it saw itself, Kayle's events, and staff. */
export function SessionTimeline({
  session,
  fetchedAt,
}: {
  session: SessionRecord;
  fetchedAt: string;
}) {
  const observations = useQuery(observationsQueryOptions(session)).data?.data;
  const actions = useQuery(activityQueryOptions(session)).data?.data;
  const events = useQuery(webhooksQueryOptions(session)).data?.data.events;
  return (
    <TimelinePanel
      session={session}
      observations={observations}
      events={events}
      staffActions={actions}
      lastReadAt={fetchedAt}
    />
  );
}
