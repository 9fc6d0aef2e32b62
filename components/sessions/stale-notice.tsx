"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Button, buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ApiError } from "@/lib/contracts/api";
import { formatRelative } from "@/lib/domain/duration";
import { formatTime } from "@/lib/domain/time";
import { routes } from "@/lib/routes";
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
  signInFrom,
}: {
  error: ApiError;
  fetchedAt: string;
  isRetrying: boolean;
  onRetry: () => void;
  signInFrom: string;
}) {
  const now = useNow();
  const { zone } = usePreferences();
  return (
    <Notice
      tone="warning"
      icon={TriangleAlert}
      className="sticky bottom-3 z-20 mt-4 border border-line shadow-lg print:static"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          {/* The age beside it ticks, and must not be read out each second. */}
          <div role="status">
            <ErrorWords error={error} />
          </div>
          <p className="mt-1">
            What you see is what Kayle said at {formatTime(fetchedAt, zone)},{" "}
            {formatRelative(fetchedAt, now)}.
          </p>
        </div>
        {error.code === "UNAUTHENTICATED" ? (
          <Link href={routes.signIn(signInFrom)} className={buttonClasses("secondary")}>
            Sign in again
          </Link>
        ) : (
          <Button onClick={onRetry} disabled={isRetrying}>
            {isRetrying ? "Trying…" : "Try now"}
          </Button>
        )}
      </div>
    </Notice>
  );
}
