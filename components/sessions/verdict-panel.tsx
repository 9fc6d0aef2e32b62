"use client";

import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { describeFailureCode } from "@/lib/domain/failure-code";
import { toGuidance } from "@/lib/domain/guidance";
import type { SessionRecord } from "@/lib/domain/session";
import { formatMoment } from "@/lib/domain/time";
import { explainTries } from "@/lib/domain/tries";
import { toVerdict } from "@/lib/domain/verdict";
import { Freshness } from "./freshness";
import { GuidanceCard } from "./guidance-card";
import { StatusBadge } from "./status-badge";
import { TimeLeft } from "./time-left";
import { TriesCard } from "./tries-card";

/** The answer: what happened, whose move it is, both counters, and the words for the customer. */
export function VerdictPanel({
  session,
  fetchedAt,
  isFetching,
  isLive,
}: {
  session: SessionRecord;
  fetchedAt: string;
  isFetching: boolean;
  /** The page follows the session by itself. */
  isLive: boolean;
}) {
  const now = useNow();
  const { zone } = usePreferences();
  const verdict = toVerdict(session, { now, formatTime: (iso) => formatMoment(iso, zone, now) });
  const tries = explainTries(session, now);
  return (
    <section
      aria-label="Verdict"
      className="min-w-0 rounded-lg border border-line bg-surface p-4 sm:p-5 print:border-0 print:px-0"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <StatusBadge session={session} now={now} />
        {session.failure_code && <FailureCode code={session.failure_code} />}
        <TimeLeft session={session} now={now} />
        <Freshness
          fetchedAt={fetchedAt}
          isFetching={isFetching}
          isLive={isLive}
          className="ml-auto"
        />
      </div>
      <h1 className="mt-2 text-pretty font-semibold text-xl tracking-tight sm:text-2xl">
        {verdict.headline}
      </h1>
      <p className="mt-1.5 text-ink-soft">{verdict.moveSentence}</p>
      <div className="mt-4 grid gap-3 sm:grid-cols-2">
        <TriesCard tries={tries.nfc} />
        <TriesCard tries={tries.liveness} />
      </div>
      <div className="mt-4">
        <GuidanceCard guidance={toGuidance(session, now)} />
      </div>
    </section>
  );
}

function FailureCode({ code }: { code: string }) {
  const failure = describeFailureCode(code);
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-ink-soft text-sm">
      {failure.isKnown && <span title={failure.meaning}>{failure.title}</span>}
      <code className="min-w-0 break-all font-mono text-xs">{code}</code>
    </span>
  );
}
