import "server-only";
import type { AccessLogRow } from "@/lib/contracts/access-log";
import { redactDeep, redactSecrets } from "@/lib/domain/redact";
import type { AccessRow } from "./access-chain";

/**
 * A row as leads may see it. The sign-in's own id stays inside, and free text passes the redaction
 * once more: a rule that was learnt later holds for old rows too.
 */
export function toWireRow(row: AccessRow): AccessLogRow {
  const { no, at, event, outcome, staffId, staffName, role, sessionId, requestId, client } = row;
  return {
    no,
    at: at.toISOString(),
    event,
    outcome,
    staffId,
    staffName: staffName && redactSecrets(staffName).text,
    role,
    sessionId: sessionId && redactSecrets(sessionId).text,
    ticket: row.purpose && redactSecrets(row.purpose).text,
    requestId,
    client,
    details: toCleanDetails(row.details),
  };
}

function toCleanDetails(details: AccessRow["details"]): Record<string, unknown> {
  const clean = redactDeep(details);
  return typeof clean === "object" && clean !== null
    ? Object.fromEntries(Object.entries(clean))
    : {};
}
