import "server-only";
import type { AccessExportFormat } from "@/lib/contracts/access-log";
import { describeAct, describeDetails, outcomeName } from "@/lib/domain/access-words";
import { toIsoInZone } from "@/lib/domain/iso-in-zone";
import { toCsv } from "../http/csv";
import type { AccessRow } from "./access-chain";
import { toWireRow } from "./to-wire-row";

/** The heads of a CSV file's columns; the zone of its times is named in one. */
export function toExportHeads(zone: string): string[] {
  return [
    "No",
    `When (${zone})`,
    "When (UTC)",
    "Who",
    "Role",
    "What",
    "Event",
    "Outcome",
    "Session",
    "Ticket",
    "Client address",
    "Request id",
    "Details",
    "Hash",
  ];
}

/**
 * Rows of the log for a file. The hash of each stands there so that the row can be found in the chain
 * again; what else went into the hash, such as the sign-in, stays inside the desk.
 */
export function toExportLines(
  rows: readonly AccessRow[],
  format: AccessExportFormat,
  zone: string,
): string {
  if (format === "csv") return toCsv(rows.map((row) => toCells(row, zone)));
  return rows.map((row) => `${JSON.stringify({ ...toWireRow(row), hash: row.hash })}\n`).join("");
}

function toCells(row: AccessRow, zone: string) {
  const wire = toWireRow(row);
  return [
    wire.no,
    toIsoInZone(wire.at, zone),
    wire.at,
    wire.staffName,
    wire.role,
    describeAct(wire.event, wire.outcome),
    wire.event,
    outcomeName(wire.outcome),
    wire.sessionId,
    wire.ticket,
    wire.client,
    wire.requestId,
    describeDetails(wire.details),
    row.hash,
  ];
}
