import "server-only";
import type { AccessDetails } from "@/lib/domain/access-event";
import { UNKNOWN_ORIGIN } from "../audit/access-entry";
import { getAccessLog } from "../audit/access-log";
import type { OpenDatabase } from "../db/db";
import { StaffError } from "./manage-staff";

const OPERATOR = { id: null, name: "operator (command line)", role: null, signInId: null };

/**
 * Writes down a change that the operator is about to make at the command line.
 * @throws StaffError: nothing may be changed then
 */
export async function recordOperatorChange(
  database: OpenDatabase,
  details: AccessDetails,
): Promise<void> {
  const entry = {
    ...UNKNOWN_ORIGIN,
    event: "staff_change",
    outcome: "done",
    actor: OPERATOR,
    sessionId: null,
    requestId: null,
    details,
  } as const;
  try {
    await getAccessLog(database).writer.append(entry);
  } catch {
    throw new StaffError("The access log could not be written, so nothing was changed.");
  }
}
