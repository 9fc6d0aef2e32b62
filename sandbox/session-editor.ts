import { z } from "zod";
import type { SessionRecord } from "@/lib/domain/session";
import { toNewRow } from "./create-session";
import { recordSessionEvent } from "./organisation";
import { isOpenStatus, LIFETIME_MS, type SessionRow, toSession, UPDATE_LAG_MS } from "./row";
import { toStoredOrder } from "./share-fields";
import { toSpecimenId } from "./specimen";
import type { World } from "./world";

const moment = z.iso.datetime({ offset: true });
const tries = z.int().min(0).max(3);

/** What may be set on a session, under Kayle's own names; the rest is kept or follows from it. */
export const sessionPatchSchema = z.strictObject({
  status: z.string().min(1).optional(),
  failure_code: z.string().nullable().optional(),
  nfc_tries_used: tries.optional(),
  liveness_tries_used: tries.optional(),
  share_fields: z
    .record(z.string(), z.object({ required: z.boolean(), reason: z.string(), source: z.string() }))
    .optional(),
  redirect_url: z.string().nullable().optional(),
  webhook_endpoint_id: z
    .union([z.string(), z.array(z.string())])
    .nullable()
    .optional(),
  created_at: moment.optional(),
  expires_at: moment.optional(),
  completed_at: moment.nullable().optional(),
  updated_at: moment.optional(),
  /** The secret that the link shall still hold; null takes it out. */
  cancel_token: z.string().nullable().optional(),
  /** The sweep passes it by. */
  hold: z.boolean().optional(),
  /** Fields beyond the contract. */
  extra: z.record(z.string(), z.unknown()).optional(),
  /** Lets a record through that Kayle could never send. */
  force: z.boolean().optional(),
});
type SessionPatch = z.infer<typeof sessionPatchSchema>;

/** The patch would make a record that Kayle could never send. */
export class ImpossibleSession extends Error {
  override name = "ImpossibleSession";
}

export type SessionEditor = {
  /** Creates sessions, each `created` now unless it says otherwise. Returns the records. */
  create(patches: readonly (SessionPatch & { id?: string })[]): SessionRecord[];
  /** Null for an unknown id. Throws `ImpossibleSession` unless `force` is set. */
  patch(id: string, patch: SessionPatch): SessionRecord | null;
  remove(id: string): boolean;
  find(id: string): SessionRecord | null;
  nextId(): string;
};

function isTerminal(status: string): boolean {
  return ["succeeded", "failed", "expired", "cancelled"].includes(status);
}

function findImpossibility(row: SessionRow): string | null {
  const { status, failureCode, completedAt, nfcTriesUsed, livenessTriesUsed } = row;
  if (isTerminal(status) && completedAt === null) return "An ended session has completed_at.";
  if (isOpenStatus(status) && completedAt !== null) return "An open session has no completed_at.";
  if (failureCode !== null && !["failed", "cancelled"].includes(status) && isTerminal(status)) {
    return "Only a failed session, or one withdrawn after it failed, has a failure_code.";
  }
  if (isOpenStatus(status) && failureCode !== null) return "An open session has no failure_code.";
  if (!["failed", "cancelled"].includes(status) && Math.max(nfcTriesUsed, livenessTriesUsed) > 2) {
    return "The third failure of one kind fails the session.";
  }
  return null;
}

function toMs(value: string | undefined, otherwise: number): number {
  return value === undefined ? otherwise : Date.parse(value);
}

function pickEnd(row: SessionRow, patch: SessionPatch, status: string, now: number): number | null {
  if (patch.completed_at !== undefined) {
    return patch.completed_at === null ? null : Date.parse(patch.completed_at);
  }
  if (isTerminal(status)) return row.completedAt ?? now;
  return isOpenStatus(status) ? null : row.completedAt;
}

function pickCode(row: SessionRow, patch: SessionPatch, status: string): string | null {
  if (patch.failure_code !== undefined) return patch.failure_code;
  return status === "failed" || status === "cancelled" ? row.failureCode : null;
}

function toPatched(row: SessionRow, patch: SessionPatch, now: number): SessionRow {
  const status = patch.status ?? row.status;
  const createdAt = toMs(patch.created_at, row.createdAt);
  const completedAt = pickEnd(row, patch, status, now);
  const endsNow = completedAt === now && row.completedAt === null;
  const patched: SessionRow = {
    ...row,
    status,
    failureCode: pickCode(row, patch, status),
    nfcTriesUsed: patch.nfc_tries_used ?? row.nfcTriesUsed,
    livenessTriesUsed: patch.liveness_tries_used ?? row.livenessTriesUsed,
    shareFields:
      patch.share_fields === undefined
        ? row.shareFields
        : toStoredOrder(Object.entries(patch.share_fields)),
    redirectUrl: patch.redirect_url === undefined ? row.redirectUrl : patch.redirect_url,
    webhookEndpointId: patch.webhook_endpoint_id ?? row.webhookEndpointId,
    createdAt,
    expiresAt: toMs(
      patch.expires_at,
      patch.created_at === undefined ? row.expiresAt : createdAt + LIFETIME_MS,
    ),
    completedAt,
    updatedAt: toMs(patch.updated_at, endsNow ? now + UPDATE_LAG_MS : now),
    isHeld: patch.hold ?? row.isHeld ?? false,
    ...(patch.extra !== undefined && { extra: patch.extra }),
  };
  if (patch.webhook_endpoint_id === null) patched.webhookEndpointId = null;
  if (typeof patch.cancel_token === "string") patched.leakedToken = patch.cancel_token;
  if (patch.cancel_token === null) patched.leakedToken = undefined;
  return patched;
}

function requirePossible(row: SessionRow, patch: SessionPatch): void {
  const fault = patch.force === true ? null : findImpossibility(row);
  if (fault !== null) throw new ImpossibleSession(fault);
}

export function createSessionEditor(options: {
  world: () => World;
  seed: number;
  now: () => number;
  verifyBaseUrl: string;
}): SessionEditor {
  const { world, seed, now, verifyBaseUrl } = options;
  let made = 0;
  const main = () => world().organisations.main;
  const toRecord = (row: SessionRow) => toSession(row, verifyBaseUrl);

  function nextId(): string {
    made += 1;
    return toSpecimenId(seed, `made-${made}`);
  }

  function toCreated({ id, ...patch }: SessionPatch & { id?: string }): SessionRow {
    const fresh = toNewRow(id ?? nextId(), toMs(patch.created_at, now()));
    const row = toPatched(fresh, patch, now());
    if (patch.updated_at === undefined && row.completedAt !== null) {
      row.updatedAt = row.completedAt + UPDATE_LAG_MS;
    }
    requirePossible(row, patch);
    return row;
  }

  return {
    nextId,
    create(patches) {
      const rows = patches.map(toCreated);
      main().sessions.insert(rows);
      for (const row of rows) if (isTerminal(row.status)) recordSessionEvent(main(), row);
      return rows.map(toRecord);
    },
    patch(id, patch) {
      const found = main().sessions.find(id);
      if (found === null) return null;
      const row = toPatched(found, patch, now());
      requirePossible(row, patch);
      const statusBefore = found.status;
      // In place, so that a session that lives by its script goes on from here.
      Object.assign(found, row);
      if (row.status !== statusBefore && isTerminal(row.status)) recordSessionEvent(main(), found);
      return toRecord(row);
    },
    remove: (id) => main().sessions.remove(id),
    find(id) {
      const row = main().sessions.find(id);
      return row === null ? null : toRecord(row);
    },
  };
}
