import { classes } from "@/components/ui/classes";
import { TRIES_MAX } from "@/lib/domain/session";
import type { TriesExplanation } from "@/lib/domain/tries";

/** One counter: how many failures are used, which of them ended the session, and what that means. */
export function TriesCard({ tries }: { tries: TriesExplanation }) {
  return (
    <section aria-label={tries.title} className="min-w-0 rounded-lg border border-line px-4 py-3">
      <h2 className="font-semibold">{tries.title}</h2>
      <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <span aria-hidden className="flex gap-1">
          {Array.from({ length: TRIES_MAX }, (_, index) => index + 1).map((nth) => (
            <span key={nth} className={classes("h-1.5 w-8 rounded-full", toFill(tries, nth))} />
          ))}
        </span>
        <span className="tabular-nums">{tries.summary}</span>
      </p>
      <p className="mt-1.5 text-ink-soft text-sm">{tries.sentences.join(" ")}</p>
    </section>
  );
}

function toFill(tries: TriesExplanation, nth: number): string {
  if (nth > tries.used) return "bg-unused";
  return tries.endedSession && nth === TRIES_MAX ? "bg-danger-solid" : "bg-used";
}
