"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Info, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Notice } from "@/components/ui/notice";
import type { CancelResponse } from "@/lib/contracts/api";
import { describeCancel } from "@/lib/domain/cancel-words";
import { formatMoment } from "@/lib/domain/time";
import { activityQueryOptions } from "@/lib/queries/note-queries";
import { ActLine } from "./act-line";

/** What is true after the cancel, by the desk's second read. */
export function CancelReceipt({ receipt }: { receipt: CancelResponse }) {
  const place = useRef<HTMLDivElement>(null);
  // The button that opened the dialog is gone by now. After the dialog has given the focus away, the
  // receipt takes it: it is what the person waits for.
  useEffect(() => {
    const frame = requestAnimationFrame(() => place.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={place} id="cancel-receipt" tabIndex={-1}>
      <Outcome receipt={receipt} />
    </div>
  );
}

function Outcome({ receipt: { data: session, meta } }: { receipt: CancelResponse }) {
  const { zone } = usePreferences();
  const now = useNow();
  const acts = useQuery(activityQueryOptions(session)).data?.data ?? [];
  const format = (iso: string) => formatMoment(iso, zone, now);
  const earlier = acts.find(({ outcome, at }) => outcome === CANCELLED && at < meta.at);
  const sentence = describeCancel({
    outcome: meta.outcome,
    statusBefore: meta.statusBefore,
    status: session.status,
    endedAt: session.completed_at && format(session.completed_at),
    cancelledBy: earlier ? { name: earlier.by, at: format(earlier.at) } : null,
  });
  const { tone, icon } = LOOKS[meta.outcome];
  return (
    <Notice tone={tone} icon={icon} live="polite">
      <p>{sentence}</p>
      <ActLine by={meta.by} at={meta.at} reason={meta.reason} />
    </Notice>
  );
}

const CANCELLED = "cancelled_by_this_call";

const LOOKS = {
  cancelled_by_this_call: { tone: "success", icon: CircleCheck },
  already_ended: { tone: "warning", icon: Info },
  still_open: { tone: "warning", icon: TriangleAlert },
} as const;
