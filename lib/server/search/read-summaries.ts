import "server-only";
import { eq, sql } from "drizzle-orm";
import type { SessionSummary } from "@/lib/contracts/search";
import type { Db } from "../db/db";
import { sessionIndex, sessionKinds } from "../db/index-schema";
import type { SessionImage } from "./image/session-image";
import { toNumberList } from "./sql-lists";

/** What the list shows of these slots, in their order. A session that has just gone is left out. */
export async function readSummaries(
  db: Db,
  { columns }: SessionImage,
  slots: readonly number[],
): Promise<SessionSummary[]> {
  if (slots.length === 0) return [];
  const rowNos = slots.map((slot) => columns.rowNo[slot] ?? 0);
  const rows = await db
    .select(COLUMNS)
    .from(sessionIndex)
    .innerJoin(sessionKinds, eq(sessionKinds.id, sessionIndex.kindId))
    .where(sql`${sessionIndex.rowNo} = any(${toNumberList(rowNos)}::int[])`);
  const byRowNo = new Map(rows.map((row) => [row.rowNo, toSummary(row)]));
  return rowNos.flatMap((rowNo) => byRowNo.get(rowNo) ?? []);
}

const COLUMNS = {
  rowNo: sessionIndex.rowNo,
  id: sessionIndex.id,
  status: sessionKinds.status,
  failure_code: sessionKinds.failureCode,
  nfc_tries_used: sessionKinds.nfcTriesUsed,
  liveness_tries_used: sessionKinds.livenessTriesUsed,
  share_field_count: sessionIndex.shareFieldCount,
  redirect_url: sessionIndex.redirectUrl,
  createdAt: sessionIndex.createdAt,
  expiresAt: sessionIndex.expiresAt,
  completedAt: sessionIndex.completedAt,
  updatedAt: sessionIndex.updatedAt,
};

type SummaryTimes = "created_at" | "expires_at" | "completed_at" | "updated_at";
type SummaryRow = Omit<SessionSummary, SummaryTimes> & {
  rowNo: number;
  createdAt: Date;
  expiresAt: Date;
  completedAt: Date | null;
  updatedAt: Date;
};

function toSummary(row: SummaryRow): SessionSummary {
  const { rowNo: _, createdAt, expiresAt, completedAt, updatedAt, ...rest } = row;
  return {
    ...rest,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    completed_at: completedAt?.toISOString() ?? null,
    updated_at: updatedAt.toISOString(),
  };
}
