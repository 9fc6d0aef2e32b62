import "server-only";
import type { AccessDetails } from "@/lib/domain/access-event";
import { recordAct } from "../audit/record-access";
import type { SessionContext } from "../sessions/session-context";

/** A note that is to be written or changed; of what it says never more than its length. */
export type NoteAct = {
  event: "note_add" | "note_edit";
  sessionId: string;
  details: AccessDetails;
};

/**
 * Writes a note down in the access log and then in its table, so that none is kept unlogged. Where the
 * table fails, a second row says so. @throws DeskError AUDIT_UNAVAILABLE, and whatever `write` throws.
 */
export async function withLoggedWrite<T>(
  act: NoteAct,
  context: SessionContext,
  write: () => Promise<T>,
): Promise<T> {
  await recordAct(context, { ...act, outcome: "done" });
  try {
    return await write();
  } catch (error) {
    // The fault itself is what the person must hear of, whether or not the log takes this row.
    await recordAct(context, { ...act, outcome: "failed" }).catch(() => undefined);
    throw error;
  }
}
