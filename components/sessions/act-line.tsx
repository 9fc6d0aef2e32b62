"use client";

import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { formatMoment } from "@/lib/domain/time";

/** Who acted and when, as the access log has it, below what came of it. */
export function ActLine({ by, at, reason }: { by: string; at: string; reason?: string }) {
  const { zone } = usePreferences();
  const now = useNow();
  return (
    <p className="mt-0.5 wrap-anywhere text-xs tabular-nums">
      Asked by {by} at {formatMoment(at, zone, now)}
      {reason && `: “${reason}”`}. The access log keeps it.
    </p>
  );
}
