import { describe, expect, test } from "vitest";
import { compareReads } from "../compare-reads";
import type { KayleEvent } from "../kayle-event";
import type { Observation, ReadState } from "../observation";
import { toReadState } from "../read-state";
import type { RecordedAction } from "../recorded-action";
import type { SessionRecord } from "../session";
import { aSession, NOW } from "../session-record.fixture";
import { foldTimeline, onlyFailures, SHOWN_MAX } from "./fold";
import { toStrip } from "./strip";
import { timelineToText } from "./timeline-to-text";
import { toTimeline } from "./to-timeline";
import type { TimeMode } from "./when-text";

const CHIP = "document_chip_authentication_failed";

/** A moment of the day by Kayle's clock; `aheadMin` is how far the desk's is ahead. */
function at(time: string, aheadMin = 0): string {
  return new Date(Date.parse(`2026-11-23T${time}.000Z`) + aheadMin * 60_000).toISOString();
}

function stateOf(updated: string, overrides: Partial<SessionRecord>): ReadState {
  return toReadState(aSession({ status: "in_progress", updated_at: at(updated), ...overrides }));
}

/** Three looks: created, one chip failure, failed by the third; then the withdrawal. */
function observationsOf(aheadMin = 0): Observation[] {
  const ended = {
    status: "failed",
    failure_code: CHIP,
    nfc_tries_used: 3,
    completed_at: at("10:26:02"),
  };
  const states = [
    stateOf("09:58:02", { status: "created" }),
    stateOf("10:02:20", { nfc_tries_used: 1 }),
    stateOf("10:26:02", ended),
    stateOf("10:31:00", { ...ended, status: "cancelled" }),
  ];
  const looks = ["10:02:11", "10:02:41", "10:27:00", "10:32:00"];
  return states.map((state, index) => {
    const before = states[index - 1];
    const previous = looks[index - 1];
    return {
      readAt: at(looks[index] ?? "", aheadMin),
      previousReadAt: previous ? at(previous, aheadMin) : null,
      source: "poll",
      state,
      changes: before ? compareReads(before, state) : [],
    };
  });
}

const EVENTS: KayleEvent[] = [
  {
    id: "evt_1",
    type: "verification.session.failed",
    trigger_type: "verification_session",
    trigger_id: "vs_1",
    created_at: at("10:26:02"),
    deliveries: [
      {
        id: "whd_1",
        webhook_endpoint_id: "whe_shop",
        status: "failed",
        last_status_code: 500,
        attempt_count: 3,
        last_attempt_at: at("10:30:00"),
        next_attempt_at: null,
        payload_expires_at: null,
        payload_scrubbed_at: null,
        payload_retention_reason: null,
      },
    ],
  },
];

const NOTE: RecordedAction = {
  id: "1",
  kind: "note",
  by: "Ann",
  at: at("10:33:00"),
  text: "Called back",
  outcome: null,
};

function storyOf(aheadMin = 0, mode: TimeMode = "absolute"): string[] {
  const observations = observationsOf(aheadMin);
  const now = new Date(NOW.getTime() + aheadMin * 60_000);
  const entries = toTimeline({
    session: null,
    observations,
    events: EVENTS,
    staffActions: [{ ...NOTE, at: at("10:33:00", aheadMin) }],
    now,
  });
  const context = { mode, zone: "UTC", now, createdAt: at("09:58:02") };
  return timelineToText(entries, context).split("\n");
}

describe("a session that was watched", () => {
  test("is told step by step, each with when, what and where from", () => {
    expect(storyOf()).toEqual([
      "Times in UTC",
      "23 Nov 2026, 09:58:02: Created [Kayle’s record]",
      "10:02:11: First seen by the desk; as “Created” [Seen by the desk]",
      "between 10:02:11 and 10:02:20: Started; no time given [Seen by the desk]",
      "between 10:02:11 and 10:02:20: One chip failure; no time given [Seen by the desk]",
      "between 10:02:41 and 10:26:02: One chip failure; counter 1 → 2, no time given [Seen by the desk]",
      "10:26:02: Third chip failure, session failed; 28 min after creation [Kayle’s record]",
      "10:26:02: Event “failed” made; verification.session.failed [Kayle’s event]",
      "between 10:27:00 and 10:31:00: Cancelled after the end; at most 4 min 58 s later; the person withdrew; do not ask them to send it again [Seen by the desk]",
      "10:30:00: Delivery failed; event “failed” to whe_shop, HTTP 500, 3 attempts [Kayle’s event]",
      "10:33:00: Note by Ann; “Called back” [Staff]",
      "10:58:02: Time would have run out; 1 h after creation [Kayle’s record]",
    ]);
  });

  test.each([
    ["ahead", 7],
    ["behind", -7],
  ])(
    "keeps its order with the desk's clock seven minutes %s, and mixes no clocks",
    (_name, ahead) => {
      const titles = (lines: string[]) =>
        lines.slice(1).map((line) => line.replace(/^.*?\d: /, ""));
      const story = storyOf(ahead);
      const course = ["Created", "Started", "One chip", "Third chip", "Event", "Cancelled after"];
      const places = course.map((word) => titles(story).findIndex((line) => line.startsWith(word)));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places).not.toContain(-1);
      expect(story).toContain(
        "between 10:02:20 and 10:26:02: One chip failure; counter 1 → 2, no time given [Seen by the desk]",
      );
    },
  );

  test("is told by how long ago and by how long after the creation too", () => {
    expect(storyOf(0, "relative")).toContain(
      "12 minutes ago: Third chip failure, session failed; 28 min after creation [Kayle’s record]",
    );
    expect(storyOf(0, "elapsed")).toEqual(
      expect.arrayContaining([
        "Times since the creation",
        "+28 min: Event “failed” made; verification.session.failed [Kayle’s event]",
        "between +4 min 9 s and +4 min 18 s: Started; no time given [Seen by the desk]",
      ]),
    );
  });
});

describe("what the first kept row is compared with", () => {
  test("is told too: an end that was seen, though no row of its own was kept", () => {
    const [, , , withdrawn] = observationsOf();
    const story = toTimeline({
      session: null,
      observations: withdrawn ? [withdrawn] : [],
      events: [],
      staffActions: [],
      now: NOW,
    });
    const ended = story.find(({ kind }) => kind === "ended");
    expect(ended).toMatchObject({ status: "failed", lastFailure: "third chip failure" });
    expect(story.at(-2)).toMatchObject({ kind: "changed_after_end", withdrawal: "certain" });
  });
});

describe("a session that went while the page was open", () => {
  test("is said to be deleted between the two looks, and not to be late", () => {
    const gone = { lastReadAt: at("11:00:00"), goneAt: at("11:10:00") };
    const entries = toTimeline({
      session: aSession(),
      gone,
      observations: [],
      events: [],
      staffActions: [],
      now: new Date(at("11:11:00")),
    });
    expect(entries.at(-1)).toMatchObject({
      kind: "deleted",
      when: { kind: "between", from: { at: gone.lastReadAt }, to: { at: gone.goneAt } },
    });
    expect(entries.map(({ kind }) => kind)).not.toContain("overdue");
  });
});

describe("the strip", () => {
  test("shades what nobody knows, and nothing between two looks at the same state", () => {
    const observations = observationsOf().slice(0, 2);
    const session = aSession({
      status: "in_progress",
      nfc_tries_used: 1,
      updated_at: at("10:02:20"),
    });
    const strip = toStrip({
      session,
      observations,
      entries: [],
      lastReadAt: at("10:28:02"),
      now: NOW,
    });
    const minutes = strip?.segments.map(({ kind, from, to }) => [
      kind,
      Math.round(from * 3600),
      Math.round(to * 3600),
    ]);
    expect(minutes).toEqual([
      ["known", 0, 249],
      ["unknown", 249, 258],
      ["known", 258, 1800],
      ["unknown", 1800, 2400],
      ["ahead", 2400, 3600],
    ]);
    expect(strip?.now).toBeCloseTo(2400 / 3600);
  });

  test("shades all of an ended hour that no look fell into, and has no now", () => {
    const session = aSession({ status: "succeeded" });
    const entries = toTimeline({
      session,
      observations: [],
      events: [],
      staffActions: [],
      now: NOW,
    });
    const strip = toStrip({
      session,
      observations: [],
      entries,
      lastReadAt: NOW.toISOString(),
      now: NOW,
    });
    expect(strip?.segments.map(({ kind }) => kind)).toEqual(["unknown", "over"]);
    expect(strip?.now).toBeNull();
    expect(strip?.markers.map(({ key }) => key)).toEqual(["created", "started", "ended:record"]);
  });

  test("is left out where the record's times make no hour", () => {
    const session = aSession({ expires_at: "2026-11-23T09:00:00.000Z" });
    const input = { observations: [], entries: [], lastReadAt: null, now: NOW };
    expect(toStrip({ session, ...input })).toBeNull();
    expect(toStrip({ session: aSession({ created_at: "soon" }), ...input })).toBeNull();
  });
});

describe("a long timeline", () => {
  const entry = toTimeline({
    session: aSession(),
    observations: [],
    events: [],
    staffActions: [],
    now: NOW,
  });
  const long = Array.from({ length: 40 }, () => entry[0]).filter((one) => one !== undefined);

  test("keeps its beginning and its end, and loses nothing", () => {
    const { head, folded, tail } = foldTimeline(long);
    expect([...head, ...folded, ...tail]).toEqual(long);
    expect(folded.length).toBeGreaterThan(0);
    expect(head.length + tail.length).toBeLessThanOrEqual(SHOWN_MAX);
    expect(foldTimeline(long.slice(0, SHOWN_MAX)).folded).toEqual([]);
  });

  test("can be cut to what went wrong, for the person or for a delivery", () => {
    const entries = toTimeline({
      session: null,
      observations: observationsOf(),
      events: EVENTS,
      staffActions: [NOTE],
      now: NOW,
    });
    expect(onlyFailures(entries).map(({ kind }) => kind)).toEqual([
      "failures",
      "failures",
      "ended",
      "event",
      "delivery",
    ]);
  });
});
