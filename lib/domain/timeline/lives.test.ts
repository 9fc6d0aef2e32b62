import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byDepth } from "@/test/depth";
import { toInstant } from "../time";
import type { TimelineEntry } from "./entry";
import {
  expectGivenTimes,
  expectOrder,
  expectTruth,
  expectWhole,
  expectWords,
  timelineOf,
} from "./life-checks.fixture";
import { type Life, someLife } from "./lives.fixture";
import { toSpan } from "./when";

const RUNS = { numRuns: byDepth(200, 2_000) };

const withLife = (check: (life: Life, entries: TimelineEntry[]) => void) =>
  fc.assert(
    fc.property(someLife, (life) => check(life, timelineOf(life))),
    RUNS,
  );

describe("random lives, with late, doubled and reordered reads", () => {
  test("no entry is without origin, words, and a key of its own", () => {
    withLife((_life, entries) => expectWords(entries));
  });

  test("no time is invented: each stands in the record, an event or a look, or is the clock's", () => {
    withLife(expectGivenTimes);
  });

  test("what is told is true: the true time lies in each interval, by the clock of each end", () => {
    withLife(expectTruth);
  });

  test("every change that the reads could show is told, once", () => {
    withLife(expectWhole);
  });

  test("every observation has an entry that it is named in", () => {
    withLife((life, entries) => {
      const named = new Set(entries.map(({ seenIn }) => seenIn?.readAt));
      for (const { readAt } of life.observations) expect(named).toContain(readAt);
    });
  });

  test("the order contradicts neither the course of a session nor any clock", () => {
    withLife(expectOrder);
  });

  test("with clocks that agree, moments never go back", () => {
    withLife(({ skewMs }, entries) => {
      if (skewMs !== 0) return;
      // A first look is told by when its answer came, which may be after what happened meanwhile.
      const shown = entries.filter(({ kind }) => kind !== "first_seen");
      const moments = shown.flatMap(({ when }) => (when.kind === "at" ? [toInstant(when.at)] : []));
      expect(moments).toEqual(moments.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    });
  });

  test("a gap is told only where no entry lies", () => {
    withLife((_life, entries) => {
      for (const gap of entries.filter(({ kind }) => kind === "gap")) {
        const { from, to } = toSpan(gap.when);
        for (const entry of entries.filter(
          (other) => other.kind !== "gap" && !isClockOnly(other),
        )) {
          const span = toSpan(entry.when);
          if (!from || !to || !span.from || !span.to) continue;
          if (span.from.clock !== from.clock || span.to.clock !== to.clock) continue;
          expect(span.to.ms <= from.ms || span.from.ms >= to.ms, gap.key).toBe(true);
        }
      }
    });
  });

  test("rows that are doubled or in another order change nothing", () => {
    withLife((life, entries) => {
      // A database may keep the keys of its JSON in an order of its own.
      const stored = life.observations.map((one) => ({
        ...one,
        changes: one.changes.map((change) => reverseKeys(change)),
        state: one.state && reverseKeys(one.state),
      }));
      const observations = [...stored, ...life.observations].toReversed();
      expect(timelineOf({ ...life, observations, events: life.events.toReversed() })).toEqual(
        entries,
      );
    });
  });
});

function reverseKeys<T extends object>(value: T): T {
  // The same keys with the same values, so still what it was.
  return Object.fromEntries(Object.entries(value).toReversed()) as T;
}

function isClockOnly(entry: TimelineEntry): boolean {
  return entry.kind === "overdue" || (entry.kind === "deadline" && entry.state !== "passed");
}
