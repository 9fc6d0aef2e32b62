"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, X } from "lucide-react";
import Link from "next/link";
import { useEffect } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { toGuidance } from "@/lib/domain/guidance";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
import { formatMoment } from "@/lib/domain/time";
import { explainTries } from "@/lib/domain/tries";
import { toVerdict } from "@/lib/domain/verdict";
import { sessionQueryOptions } from "@/lib/queries/session-queries";
import { routes } from "@/lib/routes";
import { ErrorWords } from "./error-words";
import { Freshness } from "./freshness";
import { GuidanceCard } from "./guidance-card";
import { PeekFilters } from "./peek-filters";
import { ShortId } from "./session-id";
import { StatusBadge } from "./status-badge";
import { TimeLeft } from "./time-left";
import { TriesCard } from "./tries-card";

/**
 * A session beside the list, read live. It takes no focus, so that `j` and `k` go on through the list;
 * Escape closes it.
 */
export function SessionPeek({
  id,
  onOpen,
  onClose,
}: {
  id: string;
  onOpen: () => void;
  onClose: () => void;
}) {
  const { data, error, isFetching } = useQuery(sessionQueryOptions(id));

  useEffect(() => {
    function closeOnEscape(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (!document.querySelector("[role=dialog], [role=menu], [aria-expanded=true]")) onClose();
    }
    document.addEventListener("keydown", closeOnEscape);
    return () => document.removeEventListener("keydown", closeOnEscape);
  });

  return (
    <aside
      aria-label="Peek"
      className="z-20 flex flex-col gap-3 overflow-y-auto overscroll-contain border-line bg-surface px-4 pb-4 max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:max-h-[62dvh] max-lg:rounded-t-xl max-lg:border-t max-lg:shadow-2xl lg:sticky lg:top-[calc(var(--bar-height)+0.75rem)] lg:max-h-[calc(100dvh-var(--bar-height)-1.5rem)] lg:rounded-lg lg:border"
    >
      <div className="sticky top-0 z-10 -mx-4 flex items-center justify-between gap-2 border-line border-b bg-surface px-4 py-2">
        <ShortId id={id} />
        <div className="flex items-center gap-1">
          <CopyButton compact text={id} label="Copy id" />
          {/* At the top, where it is in sight however long the story below is. */}
          <Link
            href={routes.session(id)}
            prefetch={false}
            onClick={onOpen}
            className={buttonClasses("primary", "mx-1")}
          >
            Open<span className="sr-only"> the session</span>
          </Link>
          <button
            type="button"
            onClick={onClose}
            className="inline-flex size-7 items-center justify-center rounded text-ink-soft hover:bg-surface-hover"
          >
            <X aria-hidden className="size-4" />
            <span className="sr-only">Close the peek</span>
          </button>
        </div>
      </div>
      {error && (
        <Notice tone="warning" icon={CircleAlert} live="polite">
          <ErrorWords error={error.error} />
        </Notice>
      )}
      {data ? (
        <>
          <Story session={data.data} fetchedAt={data.meta.fetchedAt} isFetching={isFetching} />
          <PeekFilters session={data.data} onFilter={onClose} />
        </>
      ) : (
        !error && <StorySkeleton />
      )}
    </aside>
  );
}

function Story({
  session,
  fetchedAt,
  isFetching,
}: {
  session: SessionRecord;
  fetchedAt: string;
  isFetching: boolean;
}) {
  const now = useNow();
  const { zone } = usePreferences();
  const verdict = toVerdict(session, { now, formatTime: (iso) => formatMoment(iso, zone, now) });
  const tries = explainTries(session, now);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusBadge session={session} now={now} />
        <TimeLeft session={session} now={now} />
        <Freshness fetchedAt={fetchedAt} isFetching={isFetching} isLive={isOpen(session)} />
      </div>
      <div>
        <h2 className="text-pretty font-semibold text-lg">{verdict.headline}</h2>
        <p className="mt-1 text-ink-soft text-sm">{verdict.moveSentence}</p>
      </div>
      <TriesCard tries={tries.nfc} />
      <TriesCard tries={tries.liveness} />
      <GuidanceCard guidance={toGuidance(session, now)} />
    </>
  );
}

function StorySkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="sr-only">
        Reading the session
      </p>
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-12 w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
