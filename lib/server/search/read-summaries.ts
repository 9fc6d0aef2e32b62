import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { SessionSummary } from "@/lib/contracts/search";
import type { Db } from "../db/db";
import { sessionIndex } from "../db/index-schema";
import { type Kind, readDictionaries } from "./image/dictionaries";
import type { SessionImage } from "./image/session-image";
import { toNumberList } from "./sql-lists";

/** What the list shows of these slots, in their order. A session that has just gone is left out. */
export async function readSummaries(
  db: Db,
  { columns, dictionaries }: SessionImage,
  slots: readonly number[],
): Promise<SessionSummary[]> {
  if (slots.length === 0) return [];
  const rowNos = slots.map((slot) => columns.rowNo[slot] ?? 0);
  const rows = await readRows(db, rowNos);
  const { placeOf, entries } = dictionaries.kinds;
  // The image has the kinds by heart, but a row may have changed to a new one a moment ago.
  if (!rows.every(([, kindId]) => placeOf.has(kindId))) await readDictionaries(db, dictionaries);
  const byRowNo = new Map(
    rows.flatMap(([rowNo, kindId, ...own]) => {
      const kind = entries[placeOf.get(kindId) ?? -1];
      return kind ? [[rowNo, toSummary(own, kind)] as const] : [];
    }),
  );
  return rowNos.flatMap((rowNo) => byRowNo.get(rowNo) ?? []);
}

const COLUMNS = [
  sessionIndex.rowNo,
  sessionIndex.kindId,
  sessionIndex.id,
  sessionIndex.shareFieldCount,
  sessionIndex.redirectUrl,
  inUtc(sessionIndex.createdAt),
  inUtc(sessionIndex.expiresAt),
  inUtc(sessionIndex.completedAt),
  inUtc(sessionIndex.updatedAt),
];

/** Postgres would write offsets of the server's own zone into JSON, in old years with seconds. */
function inUtc(column: { getSQL(): SQL }): SQL {
  return sql`${column} at time zone 'UTC'`;
}

/** One value for each of `COLUMNS`; times in ISO 8601, UTC without a word of it. */
type Row = [rowNo: number, kindId: number, ...own: OwnValues];
type OwnValues = [
  id: string,
  shareFieldCount: number,
  redirectUrl: string | null,
  createdAt: string,
  expiresAt: string,
  completedAt: string | null,
  updatedAt: string,
];

/** All as one text: hundreds of single values take the built-in database twice the time. */
async function readRows(db: Db, rowNos: readonly number[]): Promise<Row[]> {
  const rows = sql<string | null>`json_agg(json_build_array(${sql.join(COLUMNS, sql`, `)}))::text`;
  const [found] = await db
    .select({ rows })
    .from(sessionIndex)
    .where(sql`${sessionIndex.rowNo} = any(${toNumberList(rowNos)}::int[])`);
  return JSON.parse(found?.rows ?? "[]");
}

function toSummary(
  [id, share_field_count, redirect_url, createdAt, expiresAt, completedAt, updatedAt]: OwnValues,
  kind: Kind,
): SessionSummary {
  return {
    id,
    status: kind.status,
    failure_code: kind.failureCode,
    nfc_tries_used: kind.nfcTriesUsed,
    liveness_tries_used: kind.livenessTriesUsed,
    share_field_count,
    redirect_url,
    created_at: toIso(createdAt),
    expires_at: toIso(expiresAt),
    completed_at: completedAt === null ? null : toIso(completedAt),
    updated_at: toIso(updatedAt),
  };
}

/** In UTC with milliseconds, as the desk has all its times. */
function toIso(time: string): string {
  return new Date(`${time}Z`).toISOString();
}
