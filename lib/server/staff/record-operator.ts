import "server-only";
import type { AccessDetails } from "@/lib/domain/access-event";
import { toAccessLogKey } from "../audit/access-chain";
import { UNKNOWN_ORIGIN } from "../audit/access-entry";
import { createAccessWriter } from "../audit/access-writer";
import type { OpenDatabase } from "../db/db";
import { getAccessLogSecret } from "../env";
import { StaffError } from "./manage-staff";

const OPERATOR = { id: null, name: "operator (command line)", role: null, signInId: null };

/**
 * Writes down a change that the operator is about to make at the command line.
 * @throws StaffError, EnvError: nothing may be changed then
 */
export async function recordOperatorChange(
  { db }: OpenDatabase,
  details: AccessDetails,
): Promise<void> {
  const writer = createAccessWriter(db, toAccessLogKey(getAccessLogSecret()));
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
    await writer.append(entry);
  } catch {
    throw new StaffError("The access log could not be written, so nothing was changed.");
  }
}
