import { zoneLabel } from "../time";
import type { TimelineEntry } from "./entry";
import { describeTimelineEntry, originLabel } from "./entry-text";
import { firstMoment, type WhenContext, whenText } from "./when-text";

/**
 * The timeline as lines of text, for a ticket: when, what, and where it is known from. Days are said
 * once, and the zone is named.
 */
export function timelineToText(entries: readonly TimelineEntry[], context: WhenContext): string {
  let beside: string | null = null;
  const lines = entries.map((entry) => {
    const { title, detail } = describeTimelineEntry(entry);
    const when = whenText(entry.when, context, beside) || "time not known";
    beside = firstMoment(entry.when) ?? beside;
    return `${when}: ${[title, detail].filter(Boolean).join("; ")} [${originLabel(entry.origin)}]`;
  });
  return [...headOf(context), ...lines].join("\n");
}

function headOf({ mode, zone, now }: WhenContext): string[] {
  if (mode === "absolute") return [`Times in ${zoneLabel(zone, now)}`];
  return mode === "elapsed" ? ["Times since the creation"] : [];
}
