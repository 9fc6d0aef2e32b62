import "server-only";
import { sql } from "drizzle-orm";
import { isChangedAfterEnd } from "@/lib/domain/search/match";
import { isOpen } from "@/lib/domain/session";
import { toHash } from "./id-hash";
import type { IndexRow } from "./index-row";
import { type Executor, isAnyOf, readRows } from "./index-writer";

/** What of a session decides about filters and facets; the columns of `session_groups`. */
export type SessionGroup = {
  digest: string;
  status: string;
  failure_code: string | null;
  nfc_tries_used: number;
  liveness_tries_used: number;
  claim_keys: readonly string[];
  webhook_endpoint_ids: readonly string[] | null;
  redirect_host: string | null;
  has_redirect: boolean;
  is_open: boolean;
  is_changed_after_end: boolean;
};

const COLUMNS = sql.raw(`digest text, status text, failure_code text, nfc_tries_used smallint,
  liveness_tries_used smallint, claim_keys text[], webhook_endpoint_ids text[], redirect_host text,
  has_redirect boolean, is_open boolean, is_changed_after_end boolean`);
const NAMES =
  sql.raw(`digest, status, failure_code, nfc_tries_used, liveness_tries_used, claim_keys,
  webhook_endpoint_ids, redirect_host, has_redirect, is_open, is_changed_after_end`);

/** The group of a session. Whether it is open, or changed after its end, is asked of the domain. */
export function toGroup(row: IndexRow): SessionGroup {
  const common = {
    status: row.status,
    failure_code: row.failureCode,
    nfc_tries_used: row.nfcTriesUsed,
    liveness_tries_used: row.livenessTriesUsed,
  };
  const times = {
    completed_at: row.completedAt === null ? null : new Date(row.completedAt).toISOString(),
    expires_at: new Date(row.expiresAt).toISOString(),
    updated_at: new Date(row.updatedAt).toISOString(),
  };
  const facts: Omit<SessionGroup, "digest"> = {
    ...common,
    claim_keys: row.claimKeys,
    webhook_endpoint_ids: row.webhookEndpointIds,
    redirect_host: row.redirectHost,
    has_redirect: row.redirectUrl !== null,
    is_open: isOpen({ ...common, ...times }),
    is_changed_after_end: isChangedAfterEnd({ ...common, ...times }, new Date(row.updatedAt)),
  };
  return { digest: toHash(JSON.stringify(Object.values(facts))), ...facts };
}

/**
 * The numbers of the groups by their digests; new ones are entered. Under the writer's lock, so that nobody
 * enters the same meanwhile or takes away one that has no session yet.
 */
export async function resolveGroups(
  tx: Pick<Executor, "execute">,
  groups: readonly SessionGroup[],
): Promise<Map<string, number>> {
  const byDigest = new Map(groups.map((group) => [group.digest, group]));
  const digests = [...byDigest.keys()];
  const known = toNumbers(
    await readRows(
      tx,
      sql`select id, digest from session_groups where ${isAnyOf(sql`digest`, digests)}`,
    ),
  );
  const added = [...byDigest.values()].filter(({ digest }) => !known.has(digest));
  if (added.length === 0) return known;
  const entered = toNumbers(
    await readRows(
      tx,
      sql`insert into session_groups (${NAMES})
        select ${NAMES} from json_to_recordset(${JSON.stringify(added)}::json) as r(${COLUMNS})
        returning id, digest`,
    ),
  );
  return new Map([...known, ...entered]);
}

function toNumbers(rows: { id: number; digest: string }[]): Map<string, number> {
  return new Map(rows.map(({ id, digest }) => [digest, id]));
}
