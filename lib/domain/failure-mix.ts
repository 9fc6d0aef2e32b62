import { countTries, toFailureEnd } from "./counters";
import type { SessionRecord } from "./session";

/** What a failed check failed at; `other` where the record does not tell. */
export const FAILURE_KINDS = ["nfc", "liveness", "device_trust", "document_data", "other"] as const;
type FailureKind = (typeof FAILURE_KINDS)[number];

/** Checks that ended in a stretch of time by succeeding or failing; nobody tried in the others. */
export type FailureCounts = {
  /** Succeeded and failed together. */
  finished: number;
  /** Failed, by kind. */
  failed: Record<FailureKind, number>;
};

export type FailureMix = {
  /** The last 60 minutes. */
  hour: FailureCounts;
  /** The 23 hours before them. */
  before: FailureCounts;
  /** Whether the desk knows all of that time, and knows it up to now. */
  isComplete: boolean;
};

export type MixVerdict = {
  /** `us`: something beyond this person is likely; `them`: nothing points that way. */
  kind: "us" | "them" | "unclear";
  sentence: string;
};

/** What of a session that has ended tells how. */
export type EndedFacts = Parameters<typeof toFailureEnd>[0] & Pick<SessionRecord, "status">;

export function noFailures(): FailureCounts {
  const failed = { nfc: 0, liveness: 0, device_trust: 0, document_data: 0, other: 0 };
  return { finished: 0, failed };
}

/** Counts `count` more sessions that ended like this one; others than succeeded or failed are no checks. */
export function addEnded(counts: FailureCounts, session: EndedFacts, count: number): void {
  if (session.status !== "succeeded" && session.status !== "failed") return;
  counts.finished += count;
  if (session.status === "failed") counts.failed[toFailureKind(session)] += count;
}

function toFailureKind(session: EndedFacts): FailureKind {
  const end = toFailureEnd(session);
  return end === "unclear" ? "other" : end;
}

const NAMES: Record<FailureKind, string> = {
  nfc: "Chip failures",
  liveness: "Liveness and face failures",
  device_trust: "Failed device trust checks",
  document_data: "Failures over unusable document data",
  other: "Failures without a clear reason",
};

/** Fewer checks than these say nothing about anything. */
const HOUR_MIN = 20;
const BEFORE_MIN = 50;
/** Fewer failures than these may be one person trying again and again. */
const FAILED_MIN = 5;
const RAISED_FROM = 2;
/** Standard deviations by which chance alone hardly ever exceeds what is usual. */
const BEYOND_CHANCE = 3;

/**
 * "Is it them or us?": whether the checks of the last hour fail more often than usual, and at what.
 * The kind that this session has failed at goes first. Never says more than the counts do.
 */
export function toMixVerdict(
  { hour, before, isComplete }: FailureMix,
  session: Pick<SessionRecord, "nfc_tries_used" | "liveness_tries_used">,
): MixVerdict {
  if (!isComplete) {
    const sentence = "The desk does not yet know all checks of the last day, so it cannot compare.";
    return { kind: "unclear", sentence };
  }
  if (hour.finished < HOUR_MIN || before.finished < BEFORE_MIN) return toTooFew(hour, before);
  const raised = FAILURE_KINDS.filter((kind) => isRaised(hour, before, kind));
  const own = raised.find((kind) => countOwn(session, kind) > 0);
  const [worst] = raised.toSorted((a, b) => hour.failed[b] - hour.failed[a]);
  const kind = own ?? worst;
  return kind ? toRaised(hour, before, kind, own !== undefined) : toUsual(hour, before);
}

function countOwn(session: Parameters<typeof countTries>[0], kind: FailureKind): number {
  return kind === "nfc" || kind === "liveness" ? countTries(session, kind) : 0;
}

function isRaised(hour: FailureCounts, before: FailureCounts, kind: FailureKind): boolean {
  const failed = hour.failed[kind];
  // One more than was counted, so that a kind that never came before does not look endless.
  const usual = (before.failed[kind] + 1) / (before.finished + 2);
  const expected = usual * hour.finished;
  const chance = Math.sqrt(expected * (1 - usual));
  const isMany = failed >= FAILED_MIN && failed >= expected * RAISED_FROM;
  return isMany && failed - expected >= BEYOND_CHANCE * chance;
}

function toRaised(
  hour: FailureCounts,
  before: FailureCounts,
  kind: FailureKind,
  isOwn: boolean,
): MixVerdict {
  const share = hour.failed[kind] / hour.finished;
  const usual = before.failed[kind] / before.finished;
  const counts = `${hour.failed[kind]} of ${hour.finished} checks`;
  const rise =
    usual === 0
      ? `${NAMES[kind]} are new in the last hour (${counts}, none in the 23 hours before)`
      : `${NAMES[kind]} are ${toTimes(share / usual)} the usual share in the last hour (${counts}, usually ${toPercent(usual)})`;
  const meaning = isOwn
    ? "probably not only this person."
    : "something may be wrong beyond this person.";
  return { kind: "us", sentence: `${rise}: ${meaning}` };
}

function toUsual(hour: FailureCounts, before: FailureCounts): MixVerdict {
  const sentence = `Checks fail no more often than usual in the last hour (${toShare(hour)}, usually ${toPercent(countFailed(before) / before.finished)}): nothing points beyond this person.`;
  return { kind: "them", sentence };
}

function toTooFew(hour: FailureCounts, before: FailureCounts): MixVerdict {
  const sentence =
    hour.finished < HOUR_MIN
      ? `Too few checks ended in the last hour (${hour.finished}) to tell whether it is only this person.`
      : `Too few checks ended in the 23 hours before (${before.finished}) to know what is usual.`;
  return { kind: "unclear", sentence };
}

function toShare(counts: FailureCounts): string {
  return `${countFailed(counts)} of ${counts.finished} failed`;
}

function countFailed({ failed }: FailureCounts): number {
  return FAILURE_KINDS.reduce((total, kind) => total + failed[kind], 0);
}

function toTimes(ratio: number): string {
  if (ratio >= 10) return "more than 10 times";
  return ratio >= 3 ? `${Math.round(ratio)} times` : `${ratio.toFixed(1)} times`;
}

function toPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return "less than 1%";
  return `${Math.round(percent)}%`;
}
