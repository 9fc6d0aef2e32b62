import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import type { RecordedAction } from "@/lib/domain/recorded-action";
import { accessLog } from "../db/audit-schema";
import type { Db } from "../db/db";

const EVENTS = ["cancel", "resend"] as const;

/** Rows, the latest ones: a timeline of more would help nobody. */
const ROWS_MAX = 400;

type LogRow = Pick<
  typeof accessLog.$inferSelect,
  "no" | "at" | "event" | "outcome" | "staffName" | "requestId" | "details"
>;

/**
 * The cancels and resends of a session that reached out to Kayle, oldest first, out of the access
 * log: each from its `begun` row, with what came of it from the row of the same request.
 */
export async function findRecordedActs(db: Db, sessionId: string): Promise<RecordedAction[]> {
  const { no, at, event, outcome, staffName, requestId, details } = accessLog;
  const rows: LogRow[] = await db
    .select({ no, at, event, outcome, staffName, requestId, details })
    .from(accessLog)
    .where(and(eq(accessLog.sessionId, sessionId), inArray(event, [...EVENTS])))
    .orderBy(desc(no))
    .limit(ROWS_MAX);
  rows.reverse();
  const begun = rows.filter((row) => row.outcome === "begun");
  return begun.map((row) =>
    toAction(
      row,
      rows.find((other) => isResultOf(other, row)),
    ),
  );
}

function isResultOf(other: LogRow, begun: LogRow): boolean {
  const isSame = other.requestId === begun.requestId && other.event === begun.event;
  return isSame && other.outcome !== "begun" && other.no > begun.no;
}

function toAction(begun: LogRow, result: LogRow | undefined): RecordedAction {
  return {
    id: `log:${begun.no}`,
    kind: begun.event === "resend" ? "resend" : "cancel",
    by: begun.staffName ?? "somebody",
    at: begun.at.toISOString(),
    text: toText(begun.details["reason"]),
    outcome: toText(result?.details["outcome"]),
  };
}

function toText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
