import "server-only";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { sessionIndex } from "../db/index-schema";
import { type IndexRow, toSearchText } from "./index-row";
import { type Executor, isAnyOf } from "./index-writer";

/** A row as it stands in the index. */
export type StoredRow = IndexRow & { groupId: number };

const { searchText: _, ...STORED } = getTableColumns(sessionIndex);

/** The rows of these ids that the index holds, by id. */
export function findStoredRows(
  db: Pick<Executor, "select">,
  ids: readonly string[],
): Promise<Map<string, StoredRow>> {
  return findStoredRowsWhere(db, isAnyOf(sessionIndex.id, ids));
}

export async function findStoredRowsWhere(
  db: Pick<Executor, "select">,
  condition: SQL,
): Promise<Map<string, StoredRow>> {
  const found = await db.select(STORED).from(sessionIndex).where(condition);
  return new Map(
    found.map((row) => [
      row.id,
      {
        ...row,
        createdAt: row.createdAt.getTime(),
        expiresAt: row.expiresAt.getTime(),
        completedAt: row.completedAt?.getTime() ?? null,
        updatedAt: row.updatedAt.getTime(),
        readAt: row.readAt.getTime(),
      },
    ]),
  );
}

/** Every column that is written, with the type that its value has in JSON. */
const TYPES = {
  id: "text",
  created_at: "float8",
  expires_at: "float8",
  completed_at: "float8",
  updated_at: "float8",
  read_at: "float8",
  group_id: "integer",
  contract_version: "integer",
  share_field_count: "smallint",
  status: "text",
  failure_code: "text",
  nfc_tries_used: "smallint",
  liveness_tries_used: "smallint",
  claim_keys: "text[]",
  webhook_endpoint_ids: "text[]",
  redirect_host: "text",
  redirect_url: "text",
  search_text: "text",
} as const;

const COLUMNS = Object.entries(TYPES);
const NAMES = sql.raw(Object.keys(TYPES).join(", "));
const TYPED = sql.raw(COLUMNS.map(([name, type]) => `${name} ${type}`).join(", "));
const VALUES = sql.raw(
  COLUMNS.map(([name, type]) => (type === "float8" ? `to_timestamp(${name})` : name)).join(", "),
);
const REPLACED = sql.raw(
  Object.keys(TYPES)
    .slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(", "),
);

/** Writes whole rows, new or in the place of what stood there. */
export async function writeRows(
  tx: Pick<Executor, "execute">,
  rows: readonly StoredRow[],
): Promise<void> {
  await tx.execute(sql`insert into session_index (${NAMES})
    select ${VALUES} from json_to_recordset(${JSON.stringify(rows.map(toJsonRow))}::json) as r(${TYPED})
    on conflict (id) do update set ${REPLACED}`);
}

/** Times are seconds since 1970: a number is quicker made and quicker read than a date. */
function toJsonRow(row: StoredRow): Record<keyof typeof TYPES, unknown> {
  return {
    id: row.id,
    created_at: row.createdAt / 1000,
    expires_at: row.expiresAt / 1000,
    completed_at: row.completedAt === null ? null : row.completedAt / 1000,
    updated_at: row.updatedAt / 1000,
    read_at: row.readAt / 1000,
    group_id: row.groupId,
    contract_version: row.contractVersion,
    share_field_count: row.shareFieldCount,
    status: row.status,
    failure_code: row.failureCode,
    nfc_tries_used: row.nfcTriesUsed,
    liveness_tries_used: row.livenessTriesUsed,
    claim_keys: row.claimKeys,
    webhook_endpoint_ids: row.webhookEndpointIds,
    redirect_host: row.redirectHost,
    redirect_url: row.redirectUrl,
    search_text: toSearchText(row),
  };
}
