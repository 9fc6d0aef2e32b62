import type { ShareField } from "@/lib/domain/session";
import { toNewRow } from "./create-session";
import { type Organisation, recordSessionEvent } from "./organisation";
import { fraction, hash32, seedOf, token } from "./random";
import { pickRedirectUrl } from "./redirects";
import {
  DAY_MS,
  FAILURE_KEPT_MS,
  HOUR_MS,
  isOpenStatus,
  LIFETIME_MS,
  MINUTE_MS,
  type SessionRow,
  UPDATE_LAG_MS,
} from "./row";
import { pickShareFields } from "./share-fields";
import type { SessionState } from "./states";

/** A session to be made, named so that it can be found again. Whatever is left out follows the seed. */
export type Specimen = {
  name: string;
  description: string;
  state: SessionState;
  /** How long before the start it was created. */
  ageMs?: number;
  isHeld?: boolean;
  shareFields?: Record<string, ShareField>;
  redirectUrl?: string | null;
  /** How many endpoints it names. */
  webhooks?: 0 | 1 | 2;
  isLeaking?: boolean;
  extra?: Record<string, unknown>;
};

/** The id of a named session: it depends on the seed and the name alone. */
export function toSpecimenId(seed: number, name: string): string {
  return `vs_${token(seed, seedOf(name), 64)}`;
}

function pickAgeMs({ state }: Specimen, part: number): number {
  if (isOpenStatus(state.status)) return (3 + part * 45) * MINUTE_MS;
  if (state.isMinimised) return 8 * DAY_MS + part * 20 * DAY_MS;
  // A code is kept for seven days, so whatever has one must be younger than that.
  if (state.failureCode !== null) return 3 * HOUR_MS + part * 5 * DAY_MS;
  return 3 * HOUR_MS + part * 28 * DAY_MS;
}

function pickWebhook(named: number, organisation: Organisation): string | string[] | null {
  const ids = organisation.endpoints.filter((one) => one.isEnabled).map((one) => one.id);
  return named === 0 ? null : named === 1 ? (ids[0] ?? null) : ids.slice(0, 2);
}

function withEnd(row: SessionRow, state: SessionState, part: number): SessionRow {
  if (isOpenStatus(state.status) || state.status === "awaiting_review") {
    const updatedAt = row.createdAt + (state.status === "created" ? 0 : 2 * MINUTE_MS);
    return { ...row, updatedAt };
  }
  const isExpired = state.status === "expired";
  const takesMs = isExpired ? LIFETIME_MS + part * MINUTE_MS : (1 + part * 14) * MINUTE_MS;
  const completedAt = Math.floor(row.createdAt + takesMs);
  const withdrawnAfterMs = state.cancelledAfter === undefined ? 0 : (20 + part * 90) * MINUTE_MS;
  return {
    ...row,
    completedAt,
    updatedAt: Math.floor(completedAt + UPDATE_LAG_MS + withdrawnAfterMs),
  };
}

export function toSpecimenRow(
  specimen: Specimen,
  organisation: Organisation,
  context: { seed: number; now: number; leakCancelTokens: boolean },
): SessionRow {
  const { seed, now } = context;
  const { state } = specimen;
  const key = seedOf(specimen.name);
  const ageMs = specimen.ageMs ?? pickAgeMs(specimen, fraction(seed, key, 1));
  const isLeaking =
    specimen.isLeaking ?? (context.leakCancelTokens && hash32(seed, key, 2) % 6 === 0);
  const webhooks = specimen.webhooks ?? [0, 0, 0, 1, 2][hash32(seed, key, 3) % 5] ?? 0;
  const row: SessionRow = {
    ...toNewRow(toSpecimenId(seed, specimen.name), Math.floor(now - ageMs)),
    status: state.status,
    failureCode: state.failureCode,
    nfcTriesUsed: state.nfcTriesUsed,
    livenessTriesUsed: state.livenessTriesUsed,
    shareFields: specimen.shareFields ?? pickShareFields(seed, key),
    redirectUrl:
      specimen.redirectUrl === undefined ? pickRedirectUrl(seed, key) : specimen.redirectUrl,
    webhookEndpointId: pickWebhook(webhooks, organisation),
    ...(isLeaking && { leakedToken: token(seed ^ 0x70c, key, 43) }),
    ...(specimen.isHeld === true && { isHeld: true }),
    ...(specimen.extra !== undefined && { extra: specimen.extra }),
  };
  const ended = withEnd(row, state, fraction(seed, key, 4));
  const isMinimised = ended.completedAt !== null && ended.completedAt <= now - FAILURE_KEPT_MS;
  return isMinimised && ended.isHeld !== true ? { ...ended, failureCode: null } : ended;
}

/** The events that led to the row: its end, the withdrawal after it, and now and then a failed try. */
export function recordHistory(
  organisation: Organisation,
  row: SessionRow,
  state: SessionState,
): void {
  const end = row.completedAt;
  if (end === null) return;
  if (state.cancelledAfter !== undefined) {
    const updatedAt = end + UPDATE_LAG_MS;
    recordSessionEvent(organisation, { ...row, status: state.cancelledAfter, updatedAt });
  }
  recordSessionEvent(organisation, row);
  if (row.nfcTriesUsed > 0 && hash32(seedOf(row.id), 5) % 4 === 0) {
    recordAttemptEvent(organisation, row, end - 30_000);
  }
}

/** Recorded server 1.6.0: a failed attempt is an event too, with a trigger of its own and no delivery. */
export function recordAttemptEvent(
  organisation: Organisation,
  row: SessionRow,
  createdAt: number,
): void {
  const triggerId = `va_${token(seedOf(row.id), Math.floor(createdAt / 1000), 64)}`;
  const type = "verification.attempt.failed";
  const triggerType = "verification_attempt";
  organisation.events.record({ type, triggerType, triggerId, createdAt }, []);
}
