import { SESSION_STATUSES } from "@/lib/domain/session";
import { createBulkOrder } from "./bulk-order";
import { createIdCodec, type IdCodec } from "./id-codec";
import { fraction, hash32, token } from "./random";
import { pickRedirectUrl } from "./redirects";
import { isOpenStatus, LIFETIME_MS, type SessionRow, UPDATE_LAG_MS } from "./row";
import { pickShareFields } from "./share-fields";
import { pickState } from "./states";

export const DAY_MS = 86_400_000;
export const FAILURE_KEPT_MS = 7 * DAY_MS;
/** The sweep needs up to this long after `expires_at`. */
const SWEEP_LAG_MS = 60_000;
const BULK_SIZE_MAX = 2_000_000;

/**
 * Many ordinary sessions at nine bytes of memory and a few of order each: a row is computed when it
 * is asked for. What was made never changes; a row that changes is taken out and lives elsewhere.
 */
export type BulkWorld = {
  size: number;
  ids: IdCodec;
  createdAt(index: number): number;
  status(index: number): string;
  /** When the session ended; null while it is open. */
  completedAt(index: number): number | null;
  /** The row as it stands at `now` (the failure code goes seven days after the end). */
  row(index: number, now: number): SessionRow;
  isTaken(index: number): boolean;
  take(index: number): void;
  /** The indices of the open sessions that nobody has taken out. */
  openIndices(): number[];
  order: ReturnType<typeof createBulkOrder>;
};

const STATUS_BY_ROLL: readonly [below: number, status: string][] = [
  [68, "succeeded"],
  [82, "failed"],
  [94, "expired"],
  [100, "cancelled"],
];

function rollStatus(ageMs: number, seed: number, index: number): string {
  const roll = hash32(seed, index, 0x11) % 100;
  if (ageMs < LIFETIME_MS && roll < 30) return roll < 12 ? "created" : "in_progress";
  const status = STATUS_BY_ROLL.find(([below]) => roll < below)?.[1] ?? "succeeded";
  return status === "expired" && ageMs <= LIFETIME_MS + SWEEP_LAG_MS ? "succeeded" : status;
}

export function createBulkWorld(options: {
  seed: number;
  size: number;
  now: number;
  spanMs: number;
  endpointIds: readonly string[];
  /** Some links still hold their one-shot secret. */
  leakCancelTokens?: boolean;
}): BulkWorld {
  const { seed, size, now, spanMs, endpointIds } = options;
  if (size > BULK_SIZE_MAX) throw new RangeError(`At most ${BULK_SIZE_MAX} sessions are offered.`);
  const ids = createIdCodec({ prefix: "vs_", size, seed });
  const order = createBulkOrder({ seed, size, now, spanMs });
  const statuses = new Uint8Array(size);
  const taken = new Uint8Array(size);
  const open = new Set<number>();
  for (let index = 0; index < size; index++) {
    const status = rollStatus(now - order.createdAt(index), seed, index);
    statuses[index] = (SESSION_STATUSES as readonly string[]).indexOf(status);
    if (isOpenStatus(status)) open.add(index);
  }

  function status(index: number): string {
    return SESSION_STATUSES[statuses[index] ?? 0] ?? "created";
  }

  function completedAt(index: number): number | null {
    if (open.has(index) || isOpenStatus(status(index))) return null;
    const start = order.createdAt(index);
    const part = fraction(seed, index, 0x12);
    if (status(index) === "expired") return start + LIFETIME_MS + Math.floor(part * SWEEP_LAG_MS);
    const longest = Math.min(25 * 60_000, (now - start) * 0.8);
    return start + Math.floor(longest * (0.05 + 0.95 * part * part));
  }

  function webhookOf(index: number): string | string[] | null {
    const roll = hash32(seed, index, 0x13) % 10;
    const first = endpointIds[roll % Math.max(1, endpointIds.length)];
    if (roll < 7 || first === undefined) return null;
    return roll < 9 ? first : endpointIds.slice(0, 2);
  }

  function isLeaking(index: number): boolean {
    return options.leakCancelTokens === true && hash32(seed, index, 0x14) % 8 === 0;
  }

  function row(index: number, at: number): SessionRow {
    const createdAt = order.createdAt(index);
    const end = completedAt(index);
    const state = pickState(status(index), seed, index);
    const isMinimised = end !== null && end <= at - FAILURE_KEPT_MS;
    const lastStep = status(index) === "created" ? 0 : Math.floor((now - createdAt) * 0.6);
    return {
      id: ids.encode(index),
      status: status(index),
      failureCode: isMinimised ? null : state.failureCode,
      nfcTriesUsed: state.nfcTriesUsed,
      livenessTriesUsed: state.livenessTriesUsed,
      contractVersion: 1,
      shareFields: pickShareFields(seed, index),
      redirectUrl: pickRedirectUrl(seed, index),
      webhookEndpointId: webhookOf(index),
      createdAt,
      expiresAt: createdAt + LIFETIME_MS,
      completedAt: end,
      updatedAt: end === null ? createdAt + lastStep : end + UPDATE_LAG_MS,
      ...(isLeaking(index) && { leakedToken: token(seed ^ 0x70, index, 43) }),
    };
  }

  return {
    size,
    ids,
    order,
    createdAt: order.createdAt,
    status,
    completedAt,
    row,
    isTaken: (index) => taken[index] === 1,
    take(index) {
      taken[index] = 1;
      open.delete(index);
    },
    openIndices: () => [...open],
  };
}
