import { SAME_WRITE_MS } from "../cause";
import type { KayleEvent } from "../kayle-event";
import { isTerminalEvent } from "../kayle-event";
import type { Observation } from "../observation";
import { toReadState } from "../read-state";
import type { RecordedAction } from "../recorded-action";
import { isOpen, type SessionRecord } from "../session";
import { toInstant } from "../time";
import { doClocksAgree, toClockOffset } from "./clocks";
import type { EntryOfKind, TimelineEntry } from "./entry";
import { toDeliveryEntries, toEventEntries, toStaffEntries } from "./event-entries";
import {
  type GoneBetween,
  toCreatedEntry,
  toDeadlineEntry,
  toGoneEntry,
  toOverdueEntry,
} from "./fixed-entries";
import { withGaps } from "./gaps";
import { insertEntry, type Place } from "./order";
import { toStepEntries } from "./step-entries";
import { toSteps } from "./steps";

export type TimelineInput = {
  /** The record at hand; null where Kayle no longer has it and only observations tell. */
  session: SessionRecord | null;
  /** Set where the page's own last look found the session gone. */
  gone?: GoneBetween | null;
  observations: readonly Observation[];
  events: readonly KayleEvent[];
  staffActions: readonly RecordedAction[];
  now: Date;
};

/**
 * The whole story that is known of one session, in an order that never contradicts Kayle's record,
 * each entry with where it is from. Every time in it was given by the record, by an event, by a look
 * of the desk or by staff, or is the session's deadline or `now`; what nobody gave is left open.
 */
export function toTimeline(input: TimelineInput): TimelineEntry[] {
  const record = input.session && toReadState(input.session);
  const steps = toSteps(record, input.observations);
  const agree = doClocksAgree(toClockOffset(input.observations));
  const last = steps.at(-1);
  const state = last ? (last.to ?? last.from) : null;
  const isGone = last?.to === null || Boolean(input.gone);
  let entries = state ? [toCreatedEntry(state)] : [];
  for (const step of steps) entries.push(...toStepEntries(step, agree, input.now));
  if (input.gone && last?.to !== null) entries.push(toGoneEntry(input.gone));
  // What has a cause to follow is placed before what only has a time.
  entries = withDeliveries(withEvents(entries, input.events), input.events);
  if (state) entries = withDeadline(entries, toDeadlineEntry(state, input.now));
  entries = withStaff(entries, input.staffActions);
  const overdue = state && !isGone ? toOverdueEntry(state, input.now) : null;
  if (overdue) entries.push(overdue);
  return withGaps(entries, agree, state && isOpen(state) && !isGone ? toNow(input.now) : null);
}

function toNow(now: Date) {
  return { at: now.toISOString(), clock: "desk" } as const;
}

/** Without a readable time it stands at the end. */
function withDeadline(entries: TimelineEntry[], deadline: TimelineEntry): TimelineEntry[] {
  const isReadable = deadline.when.kind === "at" && toInstant(deadline.when.at) !== null;
  return insertEntry(entries, deadline, {
    after: isReadable ? findCreation(entries) : entries.length - 1,
  });
}

/** Events follow what they tell of. */
function withEvents(entries: TimelineEntry[], events: readonly KayleEvent[]): TimelineEntry[] {
  const sorted = toEventEntries(events).sort((a, b) => toMs(a) - toMs(b));
  return sorted.reduce((list, event) => insertEntry(list, event, findPlace(list, event)), entries);
}

/** Deliveries follow their event. */
function withDeliveries(entries: TimelineEntry[], events: readonly KayleEvent[]): TimelineEntry[] {
  const single = [...new Map(events.map((event) => [event.id, event])).values()];
  const deliveries = single.flatMap((event) =>
    toDeliveryEntries(event).map((entry) => ({ entry, key: `event:${event.id}` })),
  );
  const sorted = deliveries.sort((a, b) => toMs(a.entry) - toMs(b.entry));
  return sorted.reduce((list, { entry, key }) => {
    const after = list.findIndex((other) => other.key === key);
    return insertEntry(list, entry, { after });
  }, entries);
}

/** Kayle makes an event when a session ends, and another one when a withdrawal changes it later. */
function findPlace(list: readonly TimelineEntry[], event: EntryOfKind<"event">): Place {
  const after = findCreation(list);
  if (!isTerminalEvent({ type: event.eventType })) return { after };
  const ended = list.findIndex(({ kind }) => kind === "ended");
  const end = list[ended];
  if (!end) return { after };
  const withdrawn = list.findIndex(
    (entry) => entry.kind === "changed_after_end" && entry.withdrawal !== null,
  );
  if (withdrawn === -1) return { after: ended };
  const isOfWithdrawal = event.eventType.endsWith(".cancelled") && !isSameWrite(event, end);
  return isOfWithdrawal ? { after: withdrawn } : { after: ended, before: withdrawn };
}

/** An event is written within moments of what it tells of (recorded server 1.6.0). */
function isSameWrite(event: TimelineEntry, end: TimelineEntry): boolean {
  return Math.abs(toMs(event) - toMs(end)) <= SAME_WRITE_MS;
}

/** A cancel that is known to have ended the session stands before the end; the rest keeps to its time. */
function withStaff(entries: TimelineEntry[], actions: readonly RecordedAction[]): TimelineEntry[] {
  const sorted = toStaffEntries(actions).sort((a, b) => toMs(a) - toMs(b));
  const ordered = [...sorted.filter(isCause), ...sorted.filter((entry) => !isCause(entry))];
  return ordered.reduce(
    (list, entry) => insertEntry(list, entry, toStaffPlace(list, entry)),
    [...entries],
  );
}

function toStaffPlace(list: readonly TimelineEntry[], entry: EntryOfKind<"staff">): Place {
  const after = findCreation(list);
  const ended = list.findIndex(({ kind }) => kind === "ended");
  if (isCause(entry)) return ended === -1 ? { after } : { after, before: ended };
  const at = list.findIndex((other) => other.kind === "staff" && isCause(other));
  const cause = list[at];
  if (!cause) return { after };
  return toMs(entry) < toMs(cause) ? { after, before: at } : { after: at };
}

function isCause({ action }: EntryOfKind<"staff">): boolean {
  return action.outcome === "cancelled_by_this_call";
}

/** Nothing stands before the creation, whatever an odd record says; -1 where none is known. */
function findCreation(list: readonly TimelineEntry[]): number {
  return list.findIndex(({ kind }) => kind === "created");
}

function toMs({ when }: TimelineEntry): number {
  return (when.kind === "at" ? toInstant(when.at) : null) ?? 0;
}
