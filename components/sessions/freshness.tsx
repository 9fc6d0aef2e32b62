"use client";

import { useNow } from "@/components/providers/clock-provider";
import { classes } from "@/components/ui/classes";
import { formatRelative } from "@/lib/domain/duration";

/** How old the shown record is. While the session is open it says that the page follows it. */
export function Freshness({
  fetchedAt,
  isFetching,
  isLive,
  className,
}: {
  fetchedAt: string;
  isFetching: boolean;
  isLive: boolean;
  className?: string;
}) {
  const now = useNow();
  return (
    <span className={classes("inline-flex items-center gap-1.5 text-ink-faint text-sm", className)}>
      {isLive && (
        <span
          aria-hidden
          className={classes(
            "size-1.5 rounded-full",
            isFetching ? "bg-accent-line" : "bg-line-strong",
          )}
        />
      )}
      {isLive ? "Live, read" : "Read"} {formatRelative(fetchedAt, now)}
    </span>
  );
}
