import { Database, Eye, type LucideIcon, Timer, UserRound, Webhook } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import type { TimelineEntry, TimelineOrigin } from "@/lib/domain/timeline/entry";
import { describeTimelineEntry, originLabel } from "@/lib/domain/timeline/entry-text";
import { staffResult } from "@/lib/domain/timeline/event-text";
import { isFailure } from "@/lib/domain/timeline/fold";
import { type WhenContext, whenText } from "@/lib/domain/timeline/when-text";
import { FoldedText } from "./folded-text";

const ORIGIN_ICONS: Record<TimelineOrigin, LucideIcon> = {
  record: Database,
  event: Webhook,
  clock: Timer,
  seen: Eye,
  staff: UserRound,
};

/** One entry: a moment stands beside it, an interval in its words. */
export function TimelineItem({
  entry,
  context,
  beside,
  isLast,
  isPrintedOnly,
  lead,
}: {
  entry: TimelineEntry;
  context: WhenContext;
  beside: string | null;
  isLast: boolean;
  isPrintedOnly: boolean;
  /** Stands in the entry's place while it is on paper only. */
  lead: ReactNode;
}) {
  const { when } = entry;
  const isMoment = when.kind === "at";
  return (
    <li
      className={classes(
        isPrintedOnly && !lead ? "hidden print:grid" : "grid",
        "break-inside-avoid grid-cols-[4.5rem_1rem_minmax(0,1fr)] gap-x-3 sm:grid-cols-[7rem_1rem_minmax(0,1fr)]",
      )}
    >
      {lead && <div className="col-start-3 print:hidden">{lead}</div>}
      <div className={isPrintedOnly ? "hidden print:contents" : "contents"}>
        <div className="col-start-1 text-right text-ink-soft text-sm tabular-nums">
          {isMoment && (
            <time dateTime={when.at} title={when.at}>
              {whenText(when, context, beside)}
            </time>
          )}
        </div>
        <div aria-hidden className="relative flex justify-center">
          {!isLast && (
            <span
              className={classes("absolute bottom-0 w-px bg-line", isMoment ? "top-3" : "top-0")}
            />
          )}
          {isMoment && <Dot entry={entry} />}
        </div>
        <Words entry={entry} context={context} beside={beside} isLast={isLast} />
      </div>
    </li>
  );
}

function Words({
  entry,
  context,
  beside,
  isLast,
}: {
  entry: TimelineEntry;
  context: WhenContext;
  beside: string | null;
  isLast: boolean;
}) {
  const { title, detail } = describeTimelineEntry(entry);
  const action = entry.kind === "staff" ? entry.action : null;
  const { kind } = entry.when;
  // Between which entries a gap lies is plain to see, and one until now would tick.
  const isInterval = kind === "between" && entry.kind !== "gap";
  const interval = isInterval ? whenText(entry.when, context, beside) : "";
  const Icon = ORIGIN_ICONS[entry.origin];
  return (
    <div className={classes("min-w-0", !isLast && "pb-4")}>
      <p className={classes("wrap-anywhere", kind !== "at" && "text-ink-soft italic")}>{title}</p>
      {action?.text != null && <FoldedText text={action.text} className="text-ink-soft" />}
      <p className="wrap-anywhere text-ink-faint text-sm tabular-nums">
        <Icon aria-hidden className="mr-1 inline size-3.5" />
        {[originLabel(entry.origin), interval, action ? staffResult(action) : detail]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </div>
  );
}

function Dot({ entry }: { entry: TimelineEntry }) {
  // A hollow dot is a moment that the clock gives: nothing happened then, as far as anyone knows. So is
  // the square one of what people at the desk did, which is no part of the session's own course.
  const isHollow = ["clock", "staff"].includes(entry.origin) || entry.kind === "deadline";
  const solid = isFailure(entry) ? "border-danger-solid bg-danger-solid" : "border-ink bg-ink";
  return (
    <span
      className={classes(
        "relative mt-1.5 size-2.5 border",
        entry.origin === "staff" ? "rounded-[2px]" : "rounded-full",
        isHollow ? "border-line-strong bg-surface" : solid,
      )}
    />
  );
}
