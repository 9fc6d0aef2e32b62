import "server-only";
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { copyIn } from "../db/copy-in";
import { createCopyRows } from "../db/copy-rows";
import { sessionIndex } from "../db/index-schema";
import type { NumberedRow, RowChange, StoredRow } from "./decide-changes";
import type { RowNumbers } from "./dictionaries";
import { type RowFacts, toSearchText } from "./index-row";
import { type Executor, isAnyOf } from "./index-writer";

const { searchText: _, changeNo: __, ...STORED } = getTableColumns(sessionIndex);

/** The rows of these ids that the index holds, by id. */
export function findStoredRows(
  tx: Pick<Executor, "select">,
  ids: readonly string[],
): Promise<Map<string, StoredRow>> {
  return findStoredRowsWhere(tx, isAnyOf(sessionIndex.id, ids));
}

export async function findStoredRowsWhere(
  tx: Pick<Executor, "select">,
  condition: SQL,
): Promise<Map<string, StoredRow>> {
  const found = await tx.select(STORED).from(sessionIndex).where(condition);
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

/**
 * Every column that is written, in the order in which `createRowCopy` copies them, with the type that its value
 * has in the JSON of `replaceRows`.
 */
const TYPES = {
  id: "text",
  created_at: "float8",
  expires_at: "float8",
  completed_at: "float8",
  updated_at: "float8",
  read_at: "float8",
  kind_id: "integer",
  claim_set_id: "integer",
  webhook_set_id: "integer",
  redirect_host_id: "integer",
  contract_version: "integer",
  share_field_count: "smallint",
  redirect_url: "text",
  search_text: "text",
} as const;

const COLUMNS = Object.entries(TYPES);
const NAMES = COLUMNS.map(([name]) => name).join(", ");
const VALUES = sql.raw(
  COLUMNS.map(([name, type]) => (type === "float8" ? `to_timestamp(${name})` : name)).join(", "),
);
const TYPED = sql.raw(
  [...COLUMNS, ["row_no", "integer"]].map(([name, type]) => `${name} ${type}`).join(", "),
);
const REPLACED = sql.raw(
  [...Object.keys(TYPES).slice(1), "change_no"]
    .map((name) => `${name} = excluded.${name}`)
    .join(", "),
);

/**
 * Writes whole rows, new or in the place of what stood there, each with the next change number. A row
 * without a number must not be there yet.
 */
export async function writeRows(
  tx: Pick<Executor, "execute" | "_">,
  changes: readonly RowChange[],
): Promise<void> {
  const added: NumberedRow[] = [];
  const replaced: { row: NumberedRow; rowNo: number }[] = [];
  for (const { row, rowNo } of changes) {
    if (rowNo === null) added.push(row);
    else replaced.push({ row, rowNo });
  }
  if (added.length > 0) await addRows(tx, added);
  if (replaced.length > 0) await replaceRows(tx, replaced);
}

const ADD = `copy session_index (${NAMES}) from stdin (format binary)`;
/** Of a row with a long address; more is made room for. */
const ROW_BYTES = 512;

/** New rows as one copy: a first fill adds a million, and as an insert they cost three times as much. */
export type RowCopy = {
  add(row: RowFacts, numbers: RowNumbers): void;
  /** None of the rows may be there yet: Postgres has no COPY that passes over one. Once only. */
  write(tx: Pick<Executor, "_">): Promise<void>;
};

export function createRowCopy(rows: number): RowCopy {
  const copy = createCopyRows(rows * ROW_BYTES);
  return {
    add(row, numbers) {
      copy.row(COLUMNS.length);
      copy.text(row.id);
      copy.instant(row.createdAt);
      copy.instant(row.expiresAt);
      copy.instant(row.completedAt);
      copy.instant(row.updatedAt);
      copy.instant(row.readAt);
      copy.int4(numbers.kindId);
      copy.int4(numbers.claimSetId);
      copy.int4(numbers.webhookSetId);
      copy.int4(numbers.redirectHostId);
      copy.int4(row.contractVersion);
      copy.int2(row.shareFieldCount);
      copy.text(row.redirectUrl);
      copy.text(toSearchText(row));
    },
    write: (tx) => copyIn(tx, ADD, copy.finish()),
  };
}

function addRows(tx: Pick<Executor, "_">, rows: readonly NumberedRow[]): Promise<void> {
  const copy = createRowCopy(rows.length);
  for (const row of rows) copy.add(row, row);
  return copy.write(tx);
}

async function replaceRows(
  tx: Pick<Executor, "execute">,
  changes: readonly { row: NumberedRow; rowNo: number }[],
): Promise<void> {
  const rows = JSON.stringify(changes.map(toJsonRow));
  // A row that had gone has its number still, and is not there to be replaced.
  await tx.execute(sql`insert into session_index (${sql.raw(NAMES)}, row_no, change_no)
    select ${VALUES}, row_no, nextval('session_change_numbers')
    from json_to_recordset(${rows}::json) as r(${TYPED})
    on conflict (id) do update set ${REPLACED}`);
}

/** Times are seconds since 1970: a number is quicker made and quicker read than a date. */
function toJsonRow({
  row,
  rowNo,
}: {
  row: NumberedRow;
  rowNo: number;
}): Record<keyof typeof TYPES | "row_no", unknown> {
  return {
    id: row.id,
    created_at: row.createdAt / 1000,
    expires_at: row.expiresAt / 1000,
    completed_at: row.completedAt === null ? null : row.completedAt / 1000,
    updated_at: row.updatedAt / 1000,
    read_at: row.readAt / 1000,
    kind_id: row.kindId,
    claim_set_id: row.claimSetId,
    webhook_set_id: row.webhookSetId,
    redirect_host_id: row.redirectHostId,
    contract_version: row.contractVersion,
    share_field_count: row.shareFieldCount,
    redirect_url: row.redirectUrl,
    search_text: toSearchText(row),
    row_no: rowNo,
  };
}
