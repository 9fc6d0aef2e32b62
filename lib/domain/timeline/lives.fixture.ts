import fc from "fast-check";
import type { KayleDelivery, KayleEvent } from "../kayle-event";
import {
  type KnownRead,
  type Observation,
  READ_SOURCES,
  type ReadSource,
  type SessionRead,
} from "../observation";
import { observeRead } from "../observe-read";
import { toReadState } from "../read-state";
import type { RecordedAction } from "../recorded-action";
import type { SessionRecord } from "../session";
import { aSession } from "../session-record.fixture";
import type { GoneBetween } from "./fixed-entries";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const CREATED_MS = Date.parse("2026-11-23T09:58:02.000Z");

/** What truly happened, by Kayle's clock: when it was, not when it could be seen. */
export type Fact =
  | { kind: "started"; at: number }
  | { kind: "failure"; at: number; visibleAt: number; counter: "nfc" | "liveness"; number: number }
  | { kind: "ended"; at: number; visibleAt: number; status: string }
  | { kind: "withdrawn"; at: number }
  | { kind: "minimised"; at: number }
  | { kind: "deleted"; at: number };

/** The record from `from` on, as any read would show it; null once it is deleted. */
type Version = { from: number; record: SessionRecord | null };

/** A read as a store gets it: the whole record, null where Kayle had none, by the desk's clock. */
type StoredLook = {
  record: SessionRecord | null;
  askedAt: string;
  answeredAt: string;
  source: ReadSource;
};

export type Life = {
  facts: Fact[];
  /** In the order in which their answers came. */
  looks: StoredLook[];
  /** The page's own, which passes the same door. */
  pageLook: StoredLook;
  observations: Observation[];
  events: KayleEvent[];
  staffActions: RecordedAction[];
  /** What the page has at hand; null where its read found nothing. */
  session: SessionRecord | null;
  /** Set where the page has had the session at hand and then found it gone. */
  gone: GoneBetween | null;
  /** The latest moment of Kayle's at which a read or the page's record still found the session. */
  seenUntil: number;
  /** Whether a read found it gone, after another had found it. */
  wasSeenGone: boolean;
  /** Whether it was found "in progress" by a read, or the page's, that no younger one had overtaken. */
  wasSeenOpen: boolean;
  /** The snapshot of the first read; null without reads. */
  firstSeenAt: number | null;
  /** How far the desk's clock is ahead of Kayle's, ms. */
  skewMs: number;
  now: Date;
};

const failure = fc.record({
  counter: fc.constantFrom("nfc" as const, "liveness" as const),
  afterMs: fc.integer({ min: 1, max: 12 * MINUTE }),
});

const plan = fc.record({
  startsAfterMs: fc.option(fc.integer({ min: 1, max: 20 * MINUTE }), { freq: 6 }),
  failures: fc.array(failure, { maxLength: 6 }),
  touchAfterMs: fc.option(fc.integer({ min: 1, max: 5 * MINUTE })),
  end: fc.constantFrom("none", "succeeded", "failed", "cancelled", "expired"),
  endAfterMs: fc.integer({ min: 1, max: 10 * MINUTE }),
  /** `updated_at` is a little later than `completed_at` on the recorded server. */
  lagMs: fc.integer({ min: 0, max: 15 }),
  withdrawAfterMs: fc.option(fc.integer({ min: 6 * SECOND, max: 60 * MINUTE })),
  minimiseAfterMs: fc.option(fc.integer({ min: MINUTE, max: 60 * MINUTE })),
  isMinimisingWritten: fc.boolean(),
  deleteAfterMs: fc.option(fc.integer({ min: MINUTE, max: 60 * MINUTE })),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

const look = fc.record({
  atMs: fc.integer({ min: 0, max: 150 * MINUTE }),
  waitMs: fc.integer({ min: 0, max: 2 * SECOND }),
  answerMs: fc.integer({ min: 0, max: 2 * SECOND }),
  /** Some answers are held up and come after younger ones. */
  lateMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 * MINUTE })),
  times: fc.constantFrom(1, 1, 1, 2),
  source: fc.constantFrom(...READ_SOURCES),
});
type Look = typeof look extends fc.Arbitrary<infer T> ? T : never;

const DELIVERIES = ["delivered", "failed", "waiting", "under_way", "untried"] as const;
type DeliveryKind = (typeof DELIVERIES)[number];

/** A whole life of a session with the reads that saw some of it. */
export const someLife: fc.Arbitrary<Life> = fc
  .record({
    plan,
    looks: fc.array(look, { maxLength: 25 }),
    pageMs: fc.integer({ min: 0, max: 150 * MINUTE }),
    /** A page that stays open for so long reads once more. */
    staysMs: fc.option(fc.integer({ min: SECOND, max: 60 * MINUTE })),
    deliveries: fc.array(fc.constantFrom(...DELIVERIES), { minLength: 1, maxLength: 3 }),
    isCancelledByStaff: fc.boolean(),
    skewMs: fc.oneof(fc.constant(0), fc.integer({ min: -10 * MINUTE, max: 10 * MINUTE })),
    eventLagMs: fc.integer({ min: 0, max: 400 }),
    notesMs: fc.array(fc.integer({ min: 0, max: 150 * MINUTE }), { maxLength: 2 }),
    isLean: fc.boolean(),
  })
  .map(toLife);

type Seed = {
  plan: Plan;
  looks: Look[];
  pageMs: number;
  staysMs: number | null;
  deliveries: DeliveryKind[];
  isCancelledByStaff: boolean;
  skewMs: number;
  eventLagMs: number;
  notesMs: number[];
  isLean: boolean;
};

function toLife(seed: Seed): Life {
  const { plan, looks, skewMs, eventLagMs, notesMs, isLean } = seed;
  const { facts, versions } = play(plan);
  const reads = looks.flatMap((one) => toReads(one, versions, skewMs));
  const { pageAt, session, gone, leftAt } = openPage(seed, versions);
  const arriving = reads.toSorted((a, b) => a.arrivesAt - b.arrivesAt);
  const observations = observe(arriving);
  const firstFound = arriving.findIndex((one) => !isGone(one));
  const wasGone = arriving.findIndex((one, index) => index > firstFound && isGone(one));
  // What comes in after the session was found gone is late, and changes nothing any more.
  const inTime = firstFound === -1 || wasGone === -1 ? arriving : arriving.slice(0, wasGone);
  const found = inTime.filter((one) => !isGone(one));
  const snapshots = [...found.map(({ snapshotAt }) => snapshotAt), ...(session ? [pageAt] : [])];
  const nowMs = Math.max(...arriving.map(({ arrivesAt }) => arrivesAt), leftAt) + MINUTE;
  return {
    facts,
    gone,
    looks: arriving.map(({ record, read: { askedAt, answeredAt, source } }) => ({
      record,
      askedAt,
      answeredAt,
      source,
    })),
    pageLook: {
      record: session,
      askedAt: toIso(pageAt + skewMs),
      answeredAt: toIso(pageAt + skewMs),
      source: "view",
    },
    observations: isLean ? observations.map(toLean) : observations,
    events: toEvents(facts, nowMs, eventLagMs, seed.deliveries),
    staffActions: [
      ...notesMs.map((ms, index) => toNote(index, CREATED_MS + ms + skewMs)),
      ...(seed.isCancelledByStaff ? toCancels(facts, skewMs) : []),
    ],
    session,
    seenUntil: Math.max(...snapshots, CREATED_MS),
    wasSeenOpen: snapshots.some(
      (at, index) =>
        recordAt(versions, at)?.status === "in_progress" &&
        snapshots.slice(0, index).every((earlier) => earlier <= at),
    ),
    wasSeenGone: firstFound !== -1 && wasGone !== -1,
    firstSeenAt: found[0]?.snapshotAt ?? null,
    skewMs,
    now: new Date(nowMs + skewMs),
  };
}

type ArrivingRead = {
  read: SessionRead;
  record: SessionRecord | null;
  snapshotAt: number;
  arrivesAt: number;
};

/** What the page has at hand, and what it found where it stayed open and read once more. */
function openPage({ pageMs, staysMs, skewMs }: Seed, versions: readonly Version[]) {
  const pageAt = CREATED_MS + pageMs;
  const session = recordAt(versions, pageAt);
  const leftAt = pageAt + (staysMs ?? 0);
  const isGone = session !== null && staysMs !== null && recordAt(versions, leftAt) === null;
  const gone = isGone
    ? { lastReadAt: toIso(pageAt + skewMs), goneAt: toIso(leftAt + skewMs) }
    : null;
  return { pageAt, session, gone, leftAt };
}

function isGone({ read }: ArrivingRead): boolean {
  return read.state === null;
}

function toReads(look: Look, versions: Version[], skewMs: number): ArrivingRead[] {
  const askedAt = CREATED_MS + look.atMs;
  const snapshotAt = askedAt + look.waitMs;
  const answeredAt = snapshotAt + look.answerMs + look.lateMs;
  const record = recordAt(versions, snapshotAt);
  const read: SessionRead = {
    state: record && toReadState(record),
    askedAt: toIso(askedAt + skewMs),
    answeredAt: toIso(answeredAt + skewMs),
    source: look.source,
  };
  return Array.from({ length: look.times }, () => ({
    read,
    record,
    snapshotAt,
    arrivesAt: answeredAt,
  }));
}

function observe(reads: readonly ArrivingRead[]): Observation[] {
  let known: KnownRead | null = null;
  const kept: Observation[] = [];
  for (const { read } of reads) {
    const { known: next, observation }: ReturnType<typeof observeRead> = observeRead(known, read);
    known = next;
    if (observation) kept.push(observation);
  }
  return kept;
}

/** As a store keeps it that has no room for fingerprints and writes moments in a way of its own. */
function toLean(observation: Observation): Observation {
  const { state } = observation;
  if (state === null) return observation;
  const updated_at = state.updated_at.replace("Z", "+00:00");
  return { ...observation, state: { ...state, updated_at, rest: {} } };
}

function recordAt(versions: readonly Version[], ms: number): SessionRecord | null {
  return versions.findLast(({ from }) => from <= ms)?.record ?? null;
}

/** Lives the plan: the facts with their times, and the record that each of them left. */
function play(plan: Plan): { facts: Fact[]; versions: Version[] } {
  const facts: Fact[] = [];
  let record = toNewRecord();
  let at = CREATED_MS;
  const versions: Version[] = [{ from: at, record }];
  const write = (fields: Partial<SessionRecord>, lagMs = 0) => {
    record = { ...record, ...fields, updated_at: toIso(at + lagMs) };
    at += lagMs;
    versions.push({ from: at, record });
  };
  const deadline = CREATED_MS + 60 * MINUTE;
  if (plan.startsAfterMs !== null) {
    at += plan.startsAfterMs;
    facts.push({ kind: "started", at });
    write({ status: "in_progress" });
    if (plan.touchAfterMs !== null) {
      at += plan.touchAfterMs;
      write({});
    }
    for (const { counter, afterMs } of plan.failures) {
      const field = `${counter}_tries_used` as const;
      if (at + afterMs >= deadline || record.completed_at !== null) continue;
      at += afterMs;
      const number = record[field] + 1;
      const visibleAt = number < 3 ? at : at + plan.lagMs;
      facts.push({ kind: "failure", at, visibleAt, counter, number });
      if (number < 3) {
        write({ [field]: number });
        continue;
      }
      const failure_code =
        counter === "nfc" ? "document_chip_authentication_failed" : "liveness_failed";
      facts.push({ kind: "ended", at, visibleAt, status: "failed" });
      const completed_at = toIso(at);
      write({ [field]: number, status: "failed", failure_code, completed_at }, plan.lagMs);
    }
  }
  endIfOpen();
  if (record.completed_at !== null) live();
  return { facts, versions };

  function endIfOpen(): void {
    const needsStart = plan.end === "succeeded" || plan.end === "failed";
    if (plan.end === "none" || record.completed_at !== null) return;
    if (needsStart && plan.startsAfterMs === null) return;
    at = plan.end === "expired" ? Math.max(at, deadline) + plan.endAfterMs : at + plan.endAfterMs;
    facts.push({ kind: "ended", at, visibleAt: at + plan.lagMs, status: plan.end });
    const failure_code = plan.end === "failed" ? "document_anti_cloning_attestation_failed" : null;
    write({ status: plan.end, completed_at: toIso(at), failure_code }, plan.lagMs);
  }

  function live(): void {
    const mayWithdraw = record.status === "succeeded" || record.status === "failed";
    if (plan.withdrawAfterMs !== null && mayWithdraw) {
      at += plan.withdrawAfterMs;
      facts.push({ kind: "withdrawn", at });
      write({ status: "cancelled" });
    }
    if (plan.minimiseAfterMs !== null) {
      at += plan.minimiseAfterMs;
      facts.push({ kind: "minimised", at });
      const fields = { failure_code: null, redirect_url: null, share_fields: {} };
      if (plan.isMinimisingWritten) write(fields);
      else {
        record = { ...record, ...fields };
        versions.push({ from: at, record });
      }
    }
    if (plan.deleteAfterMs !== null) {
      at += plan.deleteAfterMs;
      facts.push({ kind: "deleted", at });
      versions.push({ from: at, record: null });
    }
  }
}

function toNewRecord(): SessionRecord {
  return aSession({
    created_at: toIso(CREATED_MS),
    updated_at: toIso(CREATED_MS),
    expires_at: toIso(CREATED_MS + 60 * MINUTE),
    redirect_url: "https://shop.example/back?order=1",
    share_fields: { family_name: { required: true, reason: "", source: "rc" } },
  });
}

function toEvents(
  facts: readonly Fact[],
  nowMs: number,
  lagMs: number,
  kinds: readonly DeliveryKind[],
): KayleEvent[] {
  return facts.flatMap((fact, index) => {
    if (fact.kind !== "ended" && fact.kind !== "withdrawn") return [];
    if (fact.at + lagMs > nowMs) return [];
    const created_at = toIso(fact.at + lagMs);
    const word = fact.kind === "ended" ? fact.status : "cancelled";
    return [
      {
        id: `evt_${index}`,
        type: `verification.session.${word}`,
        trigger_type: "verification_session",
        trigger_id: "vs_1",
        created_at,
        deliveries: kinds.map((kind, nth) =>
          toDelivery(kind, `${index}_${nth}`, fact.at + lagMs + 900 * (nth + 1)),
        ),
      },
    ];
  });
}

/** One whose first attempt was at `attemptMs`, or would have been. */
function toDelivery(kind: DeliveryKind, id: string, attemptMs: number): KayleDelivery {
  const isTried = kind !== "untried";
  const isOver = kind === "delivered" || kind === "failed";
  return {
    id: `whd_${id}`,
    webhook_endpoint_id: `whe_${id}`,
    status: DELIVERY_STATUS[kind],
    last_status_code: kind === "delivered" ? 200 : kind === "failed" ? 503 : null,
    attempt_count: isTried ? 1 : 0,
    last_attempt_at: isTried ? toIso(attemptMs) : null,
    next_attempt_at: isOver ? null : toIso(attemptMs + 5 * SECOND),
    payload_expires_at: null,
    payload_scrubbed_at: null,
    payload_retention_reason: kind === "delivered" ? "delivered" : null,
  };
}

const DELIVERY_STATUS: Record<DeliveryKind, string> = {
  delivered: "succeeded",
  failed: "failed",
  waiting: "pending",
  under_way: "delivering",
  untried: "pending",
};

/** A member of staff ended it: recorded once the cancel was confirmed, by the desk's clock. */
function toCancels(facts: readonly Fact[], skewMs: number): RecordedAction[] {
  return facts.flatMap((fact) =>
    fact.kind === "ended" && fact.status === "cancelled"
      ? [
          {
            id: "cancel_1",
            kind: "cancel",
            by: "Ann",
            at: toIso(fact.at + skewMs - 1),
            text: "They asked for it",
            outcome: "cancelled_by_this_call",
          } satisfies RecordedAction,
        ]
      : [],
  );
}

function toNote(index: number, ms: number): RecordedAction {
  const at = toIso(ms);
  return { id: `note_${index}`, kind: "note", by: "Ann", at, text: "Called back", outcome: null };
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
