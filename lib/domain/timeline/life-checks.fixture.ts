import { expect } from "vitest";
import { timelineEntrySchema } from "@/lib/contracts/timeline";
import { toInstant } from "../time";
import type { Bound, TimelineEntry, TimelineWhen } from "./entry";
import { describeTimelineEntry, originLabel } from "./entry-text";
import type { Fact, Life } from "./lives.fixture";
import { toTimeline } from "./to-timeline";
import { toSpan } from "./when";

/** What holds of the timeline of every life, wherever its observations come from. */

export function timelineOf(life: Life): TimelineEntry[] {
  const { session, gone, observations, events, staffActions, now } = life;
  return toTimeline({ session, gone, observations, events, staffActions, now });
}

/** What is told is true: the true time lies in each interval, by the clock of each end. */
export function expectTruth(life: Life, entries: readonly TimelineEntry[]): void {
  for (const entry of entries) {
    const facts = life.facts.filter((fact) => tells(entry, fact));
    if (entry.kind === "changed_after_end" && entry.withdrawal !== "certain") {
      expect(
        life.facts.some((fact) => isAfterEnd(fact, entry, life)),
        entry.key,
      ).toBe(true);
      continue;
    }
    if (NEEDS_FACT.has(entry.kind)) expect(facts, entry.key).not.toEqual([]);
    for (const fact of facts) {
      if (fact.kind === "failure" && entry.kind === "ended") continue;
      expect(holds(entry.when, fact.at, life.skewMs), entry.key).toBe(true);
    }
  }
}

/** No entry is without origin, words, and a key of its own. */
export function expectWords(entries: readonly TimelineEntry[]): void {
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  for (const entry of entries) {
    expect(timelineEntrySchema.parse(entry)).toEqual(entry);
    expect(originLabel(entry.origin)).not.toBe("");
    const { title, detail } = describeTimelineEntry(entry);
    expect(title).not.toBe("");
    expect(title + detail).not.toMatch(/NaN|undefined|null|Invalid|unknown time/);
  }
}

/** No time is invented: each stands in the record, an event or a look, or is the clock's. */
export function expectGivenTimes(life: Life, entries: readonly TimelineEntry[]): void {
  const given = new Set(timesOf(life));
  for (const { when } of entries) {
    for (const bound of boundsOf(when)) expect(given).toContain(bound.at);
  }
}

/** Every change that the reads could show is told, once. */
export function expectWhole(life: Life, entries: readonly TimelineEntry[]): void {
  for (const fact of life.facts.filter((one) => isKnowable(one, life))) {
    const told = entries.filter((entry) => tells(entry, fact));
    expect(told.length, JSON.stringify(fact)).toBe(1);
  }
}

/** The order contradicts neither the course of a session nor any clock. */
export function expectOrder(life: Life, entries: readonly TimelineEntry[]): void {
  if (life.session || life.observations.length > 0) expect(entries[0]?.kind).toBe("created");
  expectCourse(entries);
  expectClock(entries, "kayle");
  expectClock(entries, "desk");
}

/** Each bound is held against the truth by its own clock. */
function holds(when: TimelineWhen, at: number, skewMs: number): boolean {
  const truth = (bound: Bound) => (bound.clock === "desk" ? at + skewMs : at);
  const ms = (bound: Bound) => toInstant(bound.at) ?? Number.NaN;
  // To say nothing is true, but needs clocks that differ as a reason.
  if (when.kind === "unknown") return skewMs !== 0;
  if (when.kind === "at") return ms(when) === truth(when);
  return ms(when.from) <= truth(when.from) && truth(when.to) <= ms(when.to);
}

/** Whether an entry claims to tell of a fact. */
function tells(entry: TimelineEntry, fact: Fact): boolean {
  switch (fact.kind) {
    case "started":
      return entry.kind === "started";
    case "failure":
      if (entry.kind === "ended") return entry.lastFailureOf === fact.counter && fact.number === 3;
      if (entry.kind !== "failures" || entry.counter !== fact.counter) return false;
      return entry.from < fact.number && fact.number <= entry.to;
    case "ended":
      return entry.kind === "ended";
    case "withdrawn":
      return entry.kind === "changed_after_end" && entry.withdrawal !== null;
    case "minimised":
      return entry.kind === "minimised";
    case "deleted":
      return entry.kind === "deleted";
  }
}

/** What nobody can know: what was gone before the first look, or left no trace in the record. */
function isKnowable(fact: Fact, life: Life): boolean {
  if (fact.kind === "deleted") return life.wasSeenGone || life.gone !== null;
  if (("visibleAt" in fact ? fact.visibleAt : fact.at) > life.seenUntil) return false;
  if (fact.kind === "minimised") return life.firstSeenAt !== null && life.firstSeenAt < fact.at;
  if (fact.kind === "started") return life.wasSeenOpen || hasTrace(life);
  return true;
}

/** A failure, a success or a reason tell that it was started, even where no look found it under way. */
function hasTrace({ facts, seenUntil }: Life): boolean {
  return facts.some(
    (fact) =>
      (fact.kind === "failure" || (fact.kind === "ended" && fact.status === "succeeded")) &&
      fact.visibleAt <= seenUntil &&
      !facts.some((later) => later.kind === "withdrawn" && later.at <= seenUntil),
  );
}

const NEEDS_FACT = new Set([
  "started",
  "failures",
  "ended",
  "changed_after_end",
  "minimised",
  "deleted",
]);

/** A record that was written again after the end tells that something changed, not what. */
function isAfterEnd(fact: Fact, entry: TimelineEntry, life: Life): boolean {
  const isOne = fact.kind === "withdrawn" || fact.kind === "minimised";
  return isOne && holds(entry.when, fact.at, life.skewMs);
}

function boundsOf(when: TimelineWhen): Bound[] {
  if (when.kind === "unknown") return [];
  return when.kind === "at" ? [when] : [when.from, when.to];
}

function timesOf({
  session,
  observations,
  events,
  staffActions,
  now,
  gone,
}: Life): (string | null)[] {
  const states = [session, ...observations.map(({ state }) => state)].filter((one) => one !== null);
  return [
    now.toISOString(),
    gone?.lastReadAt ?? null,
    gone?.goneAt ?? null,
    ...staffActions.map(({ at }) => at),
    ...states.flatMap((one) => [one.created_at, one.expires_at, one.completed_at, one.updated_at]),
    ...observations.flatMap((one) => [one.readAt, one.previousReadAt]),
    ...events.flatMap(({ created_at, deliveries }) => [
      created_at,
      ...deliveries.map(({ last_attempt_at }) => last_attempt_at),
    ]),
  ];
}

const COURSE: Partial<Record<TimelineEntry["kind"], number>> = {
  created: 0,
  started: 1,
  failures: 2,
  ended: 3,
  changed_after_end: 4,
  deleted: 6,
};

function expectCourse(entries: readonly TimelineEntry[]): void {
  const ranks = entries.map(({ kind }) => COURSE[kind]).filter((rank) => rank !== undefined);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  for (const counter of ["nfc", "liveness"] as const) {
    const steps = entries
      .filter((one) => one.kind === "failures")
      .filter((one) => one.counter === counter);
    let count = 0;
    for (const { from, to } of steps) {
      expect(from).toBe(count);
      expect(to).toBeGreaterThan(from);
      count = to;
    }
  }
  const ended = entries.findIndex(({ kind }) => kind === "ended");
  const withdrawn = entries.findIndex(({ kind }) => kind === "changed_after_end");
  const events = entries.flatMap((one, index) => (one.kind === "event" ? [{ one, index }] : []));
  for (const { index } of events) expect(index).toBeGreaterThan(ended);
  const [, second] = events;
  if (second && withdrawn !== -1) expect(second.index).toBeGreaterThan(withdrawn);
  const delivered = entries.findIndex(({ kind }) => kind === "delivery");
  if (delivered !== -1) expect(delivered).toBeGreaterThan(events[0]?.index ?? -1);
}

/** No entry stands before one that, by the same clock, was over before it can have begun. */
function expectClock(entries: readonly TimelineEntry[], clock: Bound["clock"]): void {
  let reached = Number.NEGATIVE_INFINITY;
  // A first look is told by when its answer came, which may be after what happened meanwhile.
  for (const entry of entries.filter(({ kind }) => kind !== "first_seen")) {
    const { from, to } = toSpan(entry.when);
    if (to?.clock === clock) expect(to.ms, entry.key).toBeGreaterThanOrEqual(reached);
    if (from?.clock === clock) reached = Math.max(reached, from.ms);
  }
}
