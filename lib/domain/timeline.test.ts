import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SessionRecord } from "./session";
import { aSession, CODES, eachCase, NOW, STATUSES } from "./session-record.fixture";
import { toInstant } from "./time";
import { toRecordTimeline } from "./timeline";
import { describeTimelineEntry, originLabel } from "./timeline-text";

/** The timeline as lines: time of day, origin, title, detail. */
function linesOf(overrides: Partial<SessionRecord>, now = NOW): string[] {
  return toRecordTimeline(aSession(overrides), now).map((entry) => {
    const { title, detail } = describeTimelineEntry(entry);
    const time = toInstant(entry.at) === null ? (entry.at ?? "--") : entry.at?.slice(11, 19);
    return `${time} [${entry.origin}] ${title}${detail && ` · ${detail}`}`;
  });
}

const CHIP = "document_chip_authentication_failed";
const CREATED = "09:58:02 [record] Created";
const UNUSED = "10:58:02 [record] Time would have run out · 1 h after creation";
const BETWEEN = "between creation and the end; Kayle gives no times";

type Row = [Partial<SessionRecord>, string[]];
const ROWS: Record<string, Row> = {
  created: [{}, [CREATED, "10:58:02 [clock] Time will run out · 1 h after creation"]],
  "in progress with failures": [
    { status: "in_progress", nfc_tries_used: 2, liveness_tries_used: 1 },
    [
      CREATED,
      "-- [record] Two chip failures and one liveness or face failure · since creation; Kayle gives no times",
      "10:58:02 [clock] Time will run out · 1 h after creation",
    ],
  ],
  "past its time": [
    { status: "in_progress", expires_at: "2026-11-23T10:30:02.000Z" },
    [
      CREATED,
      "10:30:02 [clock] Time ran out · 32 min after creation",
      "-- [clock] Not closed yet · 8 min past its time; Kayle usually closes such sessions within minutes",
    ],
  ],
  "failed by the third chip failure": [
    { status: "failed", failure_code: CHIP, nfc_tries_used: 3, liveness_tries_used: 1 },
    [
      CREATED,
      `-- [record] Two chip failures and one liveness or face failure · ${BETWEEN}`,
      "10:26:02 [record] Third chip failure, session failed · 28 min after creation",
      UNUSED,
    ],
  ],
  "failed at once by device trust": [
    { status: "failed", failure_code: "document_anti_cloning_attestation_failed" },
    [
      CREATED,
      "10:26:02 [record] Device trust check, session failed · 28 min after creation",
      UNUSED,
    ],
  ],
  "failed with counters left at zero": [
    { status: "failed", failure_code: "liveness_failed" },
    [CREATED, "10:26:02 [record] Failed · 28 min after creation", UNUSED],
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
      `-- [record] One chip failure · ${BETWEEN}`,
      "10:58:02 [record] Time ran out · 1 h after creation",
      "11:02:00 [record] Expired · 1 h 3 min after creation",
    ],
  ],
  "succeeded and written again": [
    { status: "succeeded", updated_at: "2026-11-23T10:36:02.000Z" },
    [
      CREATED,
      "10:26:02 [record] Succeeded · 28 min after creation",
      "10:36:02 [record] Changed after the end · 10 min later; the record does not say what changed",
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
      `-- [record] Two liveness or face failures · ${BETWEEN}`,
      "10:26:02 [record] Third liveness or face failure, session failed · 28 min after creation",
      "10:36:02 [record] Cancelled after the end · 10 min later; the person withdrew",
      UNUSED,
    ],
  ],
  "cancelled and written again": [
    { status: "cancelled", updated_at: "2026-11-23T10:36:02.000Z" },
    [
      CREATED,
      "10:26:02 [record] Ended · 28 min after creation",
      "10:36:02 [record] Changed after the end · 10 min later; most likely the person withdrew",
      UNUSED,
    ],
  ],
  "expired before its own deadline, as recorded once": [
    { status: "expired" },
    [CREATED, "10:26:02 [record] Expired · 28 min after creation", UNUSED],
  ],
  "ended without a time": [
    { status: "succeeded", completed_at: null, nfc_tries_used: 1 },
    [CREATED, `-- [record] One chip failure · ${BETWEEN}`, UNUSED, "-- [record] Succeeded"],
  ],
  "deadline before creation, as recorded once": [
    { status: "cancelled", expires_at: "2026-11-23T09:56:02.000Z" },
    [
      "09:56:02 [record] Time ran out · 2 min before creation, by the times in the record",
      CREATED,
      "10:26:02 [record] Cancelled · 28 min after creation",
    ],
  ],
  "creation unreadable": [
    { status: "failed", created_at: "yesterday" },
    [
      "yesterday [record] Created",
      "10:26:02 [record] Failed",
      "10:58:02 [record] Time would have run out",
    ],
  ],
  "unknown status, ended": [
    { status: "archived" },
    [CREATED, "10:26:02 [record] Ended as “archived” · 28 min after creation", UNUSED],
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
  test("gives entries in the order of their times, the same on each reading", () => {
    fc.assert(
      fc.property(someSession, someNow, (fields, now) => {
        const session = aSession(fields);
        const entries = toRecordTimeline(session, now);
        const times = entries.map(({ at }) => toInstant(at)).filter((at) => at !== null);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(toRecordTimeline(session, now)).toEqual(entries);
        expect(new Set(entries.map(({ kind }) => kind)).size).toBe(entries.length);
        expect(entries.some(({ kind }) => kind === "created")).toBe(true);
      }),
    );
  });

  test("puts counted failures right behind the creation, wherever the clocks stand", () => {
    fc.assert(
      fc.property(someSession, someNow, (fields, now) => {
        const kinds = toRecordTimeline(aSession(fields), now).map(({ kind }) => kind);
        const at = kinds.indexOf("failures");
        if (at !== -1) expect(kinds[at - 1]).toBe("created");
      }),
    );
  });

  test("names no time but the record's own, and only lengths computed from them", () => {
    fc.assert(
      fc.property(someSession, someNow, (fields, now) => {
        const session = aSession(fields);
        const own = [
          session.created_at,
          session.expires_at,
          session.completed_at,
          session.updated_at,
          null,
        ];
        for (const entry of toRecordTimeline(session, now)) {
          expect(own).toContain(entry.at);
          if (entry.between)
            expect(own).toEqual(expect.arrayContaining(Object.values(entry.between)));
          const from = toInstant(session.created_at);
          const at = toInstant(entry.at);
          expect(entry.afterCreationMs).toBe(from === null || at === null ? null : at - from);
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
      if (entry.kind === "failures") counted += entry.nfc + entry.liveness;
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
