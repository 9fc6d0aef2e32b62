import "server-only";
import { sql } from "drizzle-orm";
import { toFingerprint } from "@/lib/domain/fingerprint";
import type { KnownRead, Observation, ReadSource, ReadState } from "@/lib/domain/observation";
import { observeRead } from "@/lib/domain/observe-read";
import { sessionObservations } from "../db/observation-schema";
import type { IndexRow } from "./index-row";
import { type Executor, isAnyOf } from "./index-writer";

type NewObservation = typeof sessionObservations.$inferInsert;

/** What is known of the reads beside the rows that they became. */
export type ReadCircumstances = {
  source: ReadSource;
  /** When the answers were there. */
  answeredAt: Date;
  /** When this process last saw a session as the index has it, in milliseconds. */
  lastLookOf: (id: string) => number | undefined;
};

/**
 * Notes what these changes of the index show: from what to what, and between which two looks. In the
 * transaction that makes them, so each is noted once whoever reads at the same time.
 */
export async function writeObservations(
  tx: Pick<Executor, "insert">,
  changes: readonly IndexRow[],
  stored: ReadonlyMap<string, IndexRow>,
  circumstances: ReadCircumstances,
): Promise<void> {
  const rows = changes
    .filter((row) => stored.has(row.id) || row.completedAt === null)
    .flatMap((row) => toObservation(row, stored.get(row.id), circumstances));
  if (rows.length > 0) await tx.insert(sessionObservations).values(rows);
}

/** What the desk saw of a session, in the order in which it was written. */
export async function findObservations(
  db: Pick<Executor, "select">,
  sessionId: string,
): Promise<Observation[]> {
  const rows = await db
    .select()
    .from(sessionObservations)
    .where(sql`${sessionObservations.sessionId} = ${sessionId}`)
    .orderBy(sessionObservations.no);
  return rows.map(({ readAt, previousReadAt, source, changes, state }) => ({
    readAt: readAt.toISOString(),
    previousReadAt: previousReadAt?.toISOString() ?? null,
    source,
    changes,
    state,
  }));
}

/** They go with their sessions. */
export async function removeObservations(
  tx: Pick<Executor, "delete">,
  ids: readonly string[],
): Promise<void> {
  await tx.delete(sessionObservations).where(isAnyOf(sessionObservations.sessionId, ids));
}

/** Those of sessions that are long gone, in case something came of one after it went. */
export async function removeObservationsBefore(
  db: Pick<Executor, "delete">,
  moment: Date,
): Promise<void> {
  await db
    .delete(sessionObservations)
    .where(sql`${sessionObservations.readAt} < ${moment.toISOString()}::timestamptz`);
}

function toObservation(
  row: IndexRow,
  before: IndexRow | undefined,
  { source, answeredAt, lastLookOf }: ReadCircumstances,
): NewObservation[] {
  const state = toState(row);
  const askedAt = toIso(row.readAt);
  const read = { state, askedAt, answeredAt: answeredAt.toISOString(), source };
  const known = before ? toKnownRead(row, before, lastLookOf) : null;
  const { observation } = observeRead(known, read);
  if (observation === null) return [];
  const { readAt, previousReadAt, changes } = observation;
  return [
    {
      sessionId: row.id,
      readAt: new Date(readAt),
      previousReadAt: previousReadAt === null ? null : new Date(previousReadAt),
      source,
      changes,
      // Marks of the integrator's texts serve the comparison alone.
      state: { ...state, rest: {} },
    },
  ];
}

/** The last read before this one, as far as it is known: the row, and the last look that found it so. */
function toKnownRead(
  row: IndexRow,
  before: IndexRow,
  lastLookOf: ReadCircumstances["lastLookOf"],
): KnownRead {
  // A look that was asked for after this read cannot stand for what was there before it.
  const looks = [before.readAt, lastLookOf(row.id) ?? 0].filter((ms) => ms <= row.readAt);
  const askedAt = toIso(looks.length > 0 ? Math.max(...looks) : before.readAt);
  return { state: toState(before), askedAt, answeredAt: askedAt };
}

function toState(row: IndexRow): ReadState {
  return {
    status: row.status,
    failure_code: row.failureCode,
    nfc_tries_used: row.nfcTriesUsed,
    liveness_tries_used: row.livenessTriesUsed,
    created_at: toIso(row.createdAt),
    expires_at: toIso(row.expiresAt),
    completed_at: row.completedAt === null ? null : toIso(row.completedAt),
    updated_at: toIso(row.updatedAt),
    shareFieldCount: row.shareFieldCount,
    hasRedirect: row.redirectUrl !== null,
    rest: {
      contract_version: String(row.contractVersion),
      share_fields: JSON.stringify(row.claimKeys),
      webhook_endpoint_id: JSON.stringify(row.webhookEndpointIds),
      redirect_url: toFingerprint(row.redirectUrl),
    },
  };
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
