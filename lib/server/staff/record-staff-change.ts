import "server-only";
import type { AccessDetails } from "@/lib/domain/access-event";
import { recordAct } from "../audit/record-access";
import type { SessionContext } from "../sessions/session-context";

/**
 * Writes down a change of an account, and only then makes it. A change that fails after that is
 * written down as failed. @throws DeskError AUDIT_UNAVAILABLE, and whatever `make` throws
 */
export async function recordStaffChange<T>(
  context: SessionContext,
  details: AccessDetails,
  make: () => Promise<T>,
): Promise<T> {
  await recordAct(context, { event: "staff_change", outcome: "done", details });
  try {
    return await make();
  } catch (fault) {
    const failed = { event: "staff_change", outcome: "failed", details } as const;
    await recordAct(context, failed).catch(() => undefined);
    throw fault;
  }
}
