"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useNow } from "@/components/providers/clock-provider";
import { classes } from "@/components/ui/classes";
import { toMixVerdict } from "@/lib/domain/failure-mix";
import { toOnCall } from "@/lib/domain/on-call";
import { isOpen, type SessionRecord } from "@/lib/domain/session";
import { failureMixOptions } from "@/lib/queries/stats-queries";

/**
 * For whoever has the person on the phone while the session is open: time and failures left, and
 * whether others fail too. It keeps its place and height when the session ends under somebody's eyes,
 * so that nothing moves; a page that is opened afterwards has none.
 */
export function OnCallStrip({ session }: { session: SessionRecord }) {
  const [isShown] = useState(isOpen(session));
  const now = useNow();
  if (!isShown) return null;
  const { timeLeft, chipLeft, livenessLeft } = toOnCall(session, now);
  return (
    <section
      aria-label="On call"
      className="no-print mb-4 grid gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3 min-[480px]:grid-cols-3 min-[900px]:grid-cols-[8rem_9rem_10rem_minmax(0,1fr)]"
    >
      <Figure label="Time left">{timeLeft}</Figure>
      <Figure label="Chip failures left">{chipLeft}</Figure>
      <Figure label="Liveness and face left">{livenessLeft}</Figure>
      <div className="col-span-full min-w-0 min-[900px]:col-span-1">
        <p className="text-ink-soft text-sm">Is it them or us?</p>
        <MixSentence session={session} />
      </div>
    </section>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 items-baseline justify-between gap-2 min-[480px]:block">
      <p className="text-ink-soft text-sm">{label}</p>
      <p className="font-semibold tabular-nums min-[480px]:text-lg">{children}</p>
    </div>
  );
}

/** As tall from the first paint on as its longest sentence will make it. */
function MixSentence({ session }: { session: SessionRecord }) {
  const { data, error } = useQuery({ ...failureMixOptions(), enabled: isOpen(session) });
  const verdict = data ? toMixVerdict(data.data, session) : null;
  const waiting = error ? "The desk could not count other checks just now." : "Counting…";
  return (
    <p
      className={classes(
        "min-h-[90px] text-sm min-[480px]:min-h-[54px] min-[1200px]:min-h-[36px]",
        verdict?.kind === "us" && "font-medium text-warning",
      )}
    >
      {verdict?.sentence ?? waiting}
    </p>
  );
}
