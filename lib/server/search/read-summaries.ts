import "server-only";
import { sql } from "drizzle-orm";
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
  const rows = await db
    .select(COLUMNS)
    .from(sessionIndex)
    .where(sql`${sessionIndex.rowNo} = any(${toNumberList(rowNos)}::int[])`);
  const { placeOf, entries } = dictionaries.kinds;
  // The image has the kinds by heart, but a row may have changed to a new one a moment ago.
  if (!rows.every(({ kindId }) => placeOf.has(kindId))) await readDictionaries(db, dictionaries);
  const byRowNo = new Map(
    rows.flatMap((row) => {
      const kind = entries[placeOf.get(row.kindId) ?? -1];
      return kind ? [[row.rowNo, toSummary(row, kind)] as const] : [];
    }),
  );
  return rowNos.flatMap((rowNo) => byRowNo.get(rowNo) ?? []);
}

const COLUMNS = {
  rowNo: sessionIndex.rowNo,
  id: sessionIndex.id,
  kindId: sessionIndex.kindId,
  share_field_count: sessionIndex.shareFieldCount,
  redirect_url: sessionIndex.redirectUrl,
  createdAt: sessionIndex.createdAt,
  expiresAt: sessionIndex.expiresAt,
  completedAt: sessionIndex.completedAt,
  updatedAt: sessionIndex.updatedAt,
};

type SummaryRow = Pick<SessionSummary, "id" | "share_field_count" | "redirect_url"> & {
  rowNo: number;
  kindId: number;
  createdAt: Date;
  expiresAt: Date;
  completedAt: Date | null;
  updatedAt: Date;
};

function toSummary(row: SummaryRow, kind: Kind): SessionSummary {
  return {
    id: row.id,
    status: kind.status,
    failure_code: kind.failureCode,
    nfc_tries_used: kind.nfcTriesUsed,
    liveness_tries_used: kind.livenessTriesUsed,
    share_field_count: row.share_field_count,
    redirect_url: row.redirect_url,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    completed_at: row.completedAt?.toISOString() ?? null,
    updated_at: row.updatedAt.toISOString(),
  };
}
