"use client";

import { TriangleAlert } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ApiError } from "@/lib/contracts/api";
import { formatRelative } from "@/lib/domain/duration";
import { formatTime } from "@/lib/domain/time";
import { ErrorWords } from "./error-words";

/**
 * Where a record could not be read anew: the last good answer stays, and its age is said. It lies at
 * the foot of the window and not above the page, which must not move when a fault comes or goes.
 */
export function StaleNotice({
  error,
  fetchedAt,
  isRetrying,
  onRetry,
}: {
  error: ApiError;
  fetchedAt: string;
  isRetrying: boolean;
  onRetry: () => void;
}) {
  const now = useNow();
  const { zone } = usePreferences();
  // The page's own notice says that, with the way back.
  const isSignedOut = error.code === "UNAUTHENTICATED";
  return (
    <Notice
      tone="warning"
      icon={TriangleAlert}
      className="sticky bottom-3 z-20 mt-4 border border-line shadow-lg print:static"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          {/* The age beside it ticks, and must not be read out each second. */}
          <div role="status">{!isSignedOut && <ErrorWords error={error} />}</div>
          <p className={isSignedOut ? "" : "mt-1"}>
            What you see is what Kayle said at {formatTime(fetchedAt, zone)},{" "}
            {formatRelative(fetchedAt, now)}.
          </p>
        </div>
        {!isSignedOut && (
          <Button onClick={onRetry} disabled={isRetrying}>
            {isRetrying ? "Trying…" : "Try now"}
          </Button>
        )}
      </div>
    </Notice>
  );
}
