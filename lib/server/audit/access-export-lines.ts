import "server-only";
import type { AccessExportFormat } from "@/lib/contracts/access-log";
import { describeAct, describeDetails, outcomeName } from "@/lib/domain/access-words";
import { toCsvLine } from "@/lib/domain/csv";
import { toIsoInZone } from "@/lib/domain/iso-in-zone";
import type { AccessRow } from "./access-row";
import { toWireRow } from "./to-wire-row";

/** The head of a CSV file; the zone of its times is named in it. */
export function toCsvHead(zone: string): string {
  return toCsvLine([
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
  ]);
}

/**
 * One row of the log for a file. Its hash stands there so that the row can be found in the chain
 * again; what else went into the hash, such as the sign-in, stays inside the desk.
 */
export function toExportLine(row: AccessRow, format: AccessExportFormat, zone: string): string {
  const wire = toWireRow(row);
  if (format === "jsonl") return `${JSON.stringify({ ...wire, hash: row.hash })}\n`;
  return toCsvLine([
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
  ]);
}
