import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SessionRecord } from "../session";
import { aSession, CODES, eachCase, NOW, STATUSES } from "../session-record.fixture";
import type { TimelineEntry } from "./entry";
import { describeTimelineEntry, originLabel } from "./entry-text";
import { toTimeline } from "./to-timeline";
import { toSpan } from "./when";
import { whenText } from "./when-text";

/** What the record alone tells. */
function toRecordTimeline(session: SessionRecord, now: Date): TimelineEntry[] {
  return toTimeline({ session, observations: [], events: [], staffActions: [], now });
}

/** The timeline as lines: when, origin, title, detail. */
function linesOf(overrides: Partial<SessionRecord>, now = NOW): string[] {
  const session = aSession(overrides);
  const context = { mode: "absolute", zone: "UTC", now, createdAt: session.created_at } as const;
  return toRecordTimeline(session, now).map((entry) => {
    const { title, detail } = describeTimelineEntry(entry);
    const time = whenText(entry.when, context, NOW.toISOString()) || "--";
    return `${time} [${entry.origin}] ${title}${detail && ` · ${detail}`}`;
  });
}

const CHIP = "document_chip_authentication_failed";
const CREATED = "09:58:02 [record] Created";
const UNUSED = "10:58:02 [record] Time would have run out · 1 h after creation";

type Row = [Partial<SessionRecord>, string[]];
const STARTED = "between 09:58:02 and 10:26:02 [record] Started · no time given";
const QUIET = "between 09:58:02 and 10:26:02 [clock] 28 min, nothing recorded";
const AHEAD = "10:58:02 [clock] Time will run out · 1 h after creation";
const LATER = "between 10:26:02 and 10:36:02 [record]";
const NO_MORE = "do not ask them to send it again";

const ROWS: Record<string, Row> = {
  created: [{}, [CREATED, "between 09:58:02 and 10:38:02 [clock] 40 min, nothing recorded", AHEAD]],
  "in progress with failures": [
    { status: "in_progress", nfc_tries_used: 2, liveness_tries_used: 1 },
    [
      CREATED,
      "between 09:58:02 and 10:00:00 [record] Started · no time given",
      "between 09:58:02 and 10:00:00 [record] Two chip failures · no times given",
      "between 09:58:02 and 10:00:00 [record] One liveness or face failure · no time given",
      "between 10:00:00 and 10:38:02 [clock] 38 min, nothing recorded",
      AHEAD,
    ],
  ],
  "past its time": [
    { status: "in_progress", expires_at: "2026-11-23T10:30:02.000Z" },
    [
      CREATED,
      "between 09:58:02 and 10:00:00 [record] Started · no time given",
      "between 10:00:00 and 10:30:02 [clock] 30 min, nothing recorded",
      "10:30:02 [clock] Time ran out · 32 min after creation",
      "-- [clock] Still open: Kayle has not closed it yet · 8 min past its time; Kayle usually closes such sessions within minutes",
    ],
  ],
  "failed by the third chip failure": [
    { status: "failed", failure_code: CHIP, nfc_tries_used: 3, liveness_tries_used: 1 },
    [
      CREATED,
      STARTED,
      "between 09:58:02 and 10:26:02 [record] Two chip failures · no times given",
      "between 09:58:02 and 10:26:02 [record] One liveness or face failure · no time given",
      "10:26:02 [record] Third chip failure, session failed · 28 min after creation",
      UNUSED,
    ],
  ],
  "failed at once by device trust": [
    { status: "failed", failure_code: "document_anti_cloning_attestation_failed" },
    [
      CREATED,
      STARTED,
      "10:26:02 [record] Device trust check, session failed · 28 min after creation",
      UNUSED,
    ],
  ],
  "failed with counters left at zero": [
    { status: "failed", failure_code: "liveness_failed" },
    [CREATED, STARTED, "10:26:02 [record] Failed · 28 min after creation", UNUSED],
  ],
  expired: [
    {
      status: "expired",
      completed_at: "2026-11-23T11:02:00.000Z",
      updated_at: "2026-11-23T11:02:00.010Z",
      nfc_tries_used: 1,
    },
    [
      CREATED,
      "between 09:58:02 and 11:02:00 [record] Started · no time given",
      "between 09:58:02 and 11:02:00 [record] One chip failure · no time given",
      "10:58:02 [record] Time ran out · 1 h after creation",
      "11:02:00 [record] Expired · 1 h 3 min after creation",
    ],
  ],
  "succeeded and written again": [
    { status: "succeeded", updated_at: "2026-11-23T10:36:02.000Z" },
    [
      CREATED,
      STARTED,
      "10:26:02 [record] Succeeded · 28 min after creation",
      `${LATER} Changed after the end · at most 10 min later; the record says “Succeeded”, not what changed`,
      UNUSED,
    ],
  ],
  "withdrawn after a failure": [
    {
      status: "cancelled",
      failure_code: "liveness_failed",
      liveness_tries_used: 3,
      updated_at: "2026-11-23T10:36:02.000Z",
    },
    [
      CREATED,
      STARTED,
      "between 09:58:02 and 10:26:02 [record] Two liveness or face failures · no times given",
      "10:26:02 [record] Third liveness or face failure, session failed · 28 min after creation",
      `${LATER} Cancelled after the end · at most 10 min later; the person withdrew; ${NO_MORE}`,
      UNUSED,
    ],
  ],
  "cancelled and written again": [
    { status: "cancelled", updated_at: "2026-11-23T10:36:02.000Z" },
    [
      CREATED,
      QUIET,
      "10:26:02 [record] Ended · 28 min after creation",
      `${LATER} Changed after the end · at most 10 min later; most likely the person withdrew; ${NO_MORE}`,
      UNUSED,
    ],
  ],
  "expired before its own deadline, as recorded once": [
    { status: "expired" },
    [CREATED, QUIET, "10:26:02 [record] Expired · 28 min after creation", UNUSED],
  ],
  "ended without a time": [
    { status: "succeeded", completed_at: null, nfc_tries_used: 1 },
    [
      CREATED,
      STARTED,
      "between 09:58:02 and 10:26:02 [record] One chip failure · no time given",
      "between 09:58:02 and 10:26:02 [record] Succeeded",
      UNUSED,
    ],
  ],
  "deadline before creation, as recorded once": [
    { status: "cancelled", expires_at: "2026-11-23T09:56:02.000Z" },
    [
      CREATED,
      "09:56:02 [record] Time ran out · 2 min before creation, by the times in the record",
      QUIET,
      "10:26:02 [record] Cancelled · 28 min after creation",
    ],
  ],
  "creation unreadable": [
    { status: "failed", created_at: "yesterday" },
    [
      "yesterday [record] Created",
      "-- [record] Started · no time given",
      "10:26:02 [record] Failed",
      "10:58:02 [record] Time would have run out",
    ],
  ],
  "unknown status, ended": [
    { status: "archived" },
    [CREATED, QUIET, "10:26:02 [record] Ended as “archived” · 28 min after creation", UNUSED],
  ],
};

describe("telling cases", () => {
  test.each(Object.entries(ROWS))("%s", (_name, [overrides, lines]) => {
    expect(linesOf(overrides)).toEqual(lines);
  });
});

const someTime = fc.oneof(
  fc
    .date({
      min: new Date("2026-11-23T09:00:00Z"),
      max: new Date("2026-11-23T12:00:00Z"),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    "",
    "soon",
    "2026-11-23T10:00:00",
    "2026-99-99T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
  ),
);
const someCount = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer(), fc.constant(Number.NaN));
const someSession = fc.record({
  status: fc.constantFrom(...STATUSES),
  failure_code: fc.constantFrom(...CODES),
  nfc_tries_used: someCount,
  liveness_tries_used: someCount,
  created_at: someTime,
  expires_at: someTime,
  completed_at: fc.option(someTime),
  updated_at: someTime,
});
const someNow = fc.date({
  min: new Date("2026-11-22T00:00:00Z"),
  max: new Date("2026-12-30T00:00:00Z"),
  noInvalidDate: true,
});

describe("any record, garbage included", () => {
  test("begins with the creation and is the same on each reading, each thing once", () => {
    fc.assert(
      fc.property(someSession, someNow, (fields, now) => {
        const session = aSession(fields);
        const entries = toRecordTimeline(session, now);
        expect(entries[0]?.kind).toBe("created");
        expect(toRecordTimeline(session, now)).toEqual(entries);
        expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
      }),
    );
  });

  test("names no time but the record's own and now, and no interval that is upside down", () => {
    fc.assert(
      fc.property(someSession, someNow, (fields, now) => {
        const session = aSession(fields);
        const { created_at, expires_at, completed_at, updated_at } = session;
        const own = [created_at, expires_at, completed_at, updated_at, now.toISOString()];
        for (const { when, key } of toRecordTimeline(session, now)) {
          if (when.kind === "at") expect(own).toContain(when.at);
          if (when.kind !== "between") continue;
          expect(own).toEqual(expect.arrayContaining([when.from.at, when.to.at]));
          const { from, to } = toSpan(when);
          expect(from?.ms, key).toBeLessThanOrEqual(to?.ms ?? 0);
        }
      }),
    );
  });

  test("says in words where each entry is from, and never NaN", () => {
    fc.assert(
      fc.property(someSession, someNow, (fields, now) => {
        for (const entry of toRecordTimeline(aSession(fields), now)) {
          expect(["record", "clock"]).toContain(entry.origin);
          expect(originLabel(entry.origin)).not.toBe("");
          const { title, detail } = describeTimelineEntry(entry);
          expect(title).not.toBe("");
          expect(title + detail).not.toMatch(/NaN|undefined|null|!|Invalid|unknown time/);
        }
      }),
    );
  });
});

test("every status, code and counter: failures add up to the counters", () => {
  for (const { name, session, now } of eachCase()) {
    let counted = 0;
    for (const entry of toRecordTimeline(session, now)) {
      if (entry.kind === "failures") counted += entry.to - entry.from;
      if (entry.kind === "ended" && entry.lastFailure !== null) counted += 1;
    }
    expect(counted, name).toBe(session.nfc_tries_used + session.liveness_tries_used);
  }
});

test("only an open session past its deadline is said to be late", () => {
  for (const { name, session, now } of eachCase()) {
    const kinds = toRecordTimeline(session, now).map(({ kind }) => kind);
    if (kinds.includes("overdue")) expect(kinds, name).not.toContain("ended");
  }
});
