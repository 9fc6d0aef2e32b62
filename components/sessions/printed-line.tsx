"use client";

import { usePreferences } from "@/components/providers/preferences-provider";
import { formatDateTime, zoneLabel } from "@/lib/domain/time";

/** On paper nothing ticks and no zone stands in the bar: the time of the read is said in full. */
export function PrintedLine({ fetchedAt }: { fetchedAt: string }) {
  const { zone } = usePreferences();
  return (
    <p className="mb-3 hidden text-sm print:block">
      Read at Kayle on {formatDateTime(fetchedAt, zone)}. All times in{" "}
      {zoneLabel(zone, new Date(fetchedAt))}.
    </p>
  );
}
