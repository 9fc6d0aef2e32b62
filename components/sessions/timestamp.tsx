"use client";

import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { formatRelative } from "@/lib/domain/duration";
import { formatDateTime } from "@/lib/domain/time";

/** A time in the page's zone, with how long ago it was beside it. */
export function Timestamp({ iso, relative = true }: { iso: string; relative?: boolean }) {
  const { zone } = usePreferences();
  const now = useNow();
  return (
    <>
      <time dateTime={iso} title={iso} className="tabular-nums">
        {formatDateTime(iso, zone)}
      </time>
      {relative && <span className="block text-ink-faint text-sm">{formatRelative(iso, now)}</span>}
    </>
  );
}
