import "server-only";
import type { AccessDetails, AccessEvent, AccessOutcome } from "@/lib/domain/access-event";
import { toCode } from "../db/database-fault-error";
import { DeskError } from "../http/desk-error";
import { getLogger } from "../logger";
import type { SessionContext } from "../sessions/session-context";
import { type AccessEntry, UNKNOWN_ORIGIN } from "./access-entry";
import { getAccessWriter } from "./access-writer";

/** A database that hangs must not leave a person waiting without a word. */
const WRITE_WITHIN_MS = 3_000;

/**
 * Writes one entry of the access log, before whoever asked is answered.
 * @throws DeskError AUDIT_UNAVAILABLE: nothing may be shown or done then.
 */
export async function recordAccess(entry: AccessEntry): Promise<void> {
  try {
    await inTime(append(entry));
  } catch (error) {
    getLogger().error({ fault: toCode(error) }, "the access log could not be written");
    throw new DeskError("AUDIT_UNAVAILABLE", { logDetail: "the access log was not written" });
  }
}

/** The same for what a signed-in person does. */
export function recordAct(
  { staff, access = UNKNOWN_ORIGIN, requestId }: SessionContext,
  act: {
    event: AccessEvent;
    outcome: AccessOutcome;
    sessionId?: string | null;
    details?: AccessDetails;
  },
): Promise<void> {
  const { id, name, role, signInId } = staff;
  return recordAccess({
    ...access,
    event: act.event,
    outcome: act.outcome,
    actor: { id, name, role, signInId },
    sessionId: act.sessionId ?? null,
    requestId: requestId ?? null,
    details: act.details ?? {},
  });
}

async function append(entry: AccessEntry): Promise<void> {
  const writer = await getAccessWriter();
  await writer.append(entry);
}

/** @throws where it takes longer; the entry may be written all the same. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeskTimeout()), WRITE_WITHIN_MS);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

class DeskTimeout extends Error {
  override readonly name = "AccessLogTimeout";
}
