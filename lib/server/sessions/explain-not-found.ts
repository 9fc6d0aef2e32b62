import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import type { ErrorDetails } from "@/lib/contracts/api";
import { getDb } from "../db/get-db";
import { DeskError } from "../http/desk-error";
import { findLastSeen } from "../index/find-last-seen";
import { getLogger } from "../logger";
import { describeFault } from "../sync/describe-fault";

/** A database that takes longer has no say in this answer. */
const LOOK_MS = 500;

/** Kayle's "not found" with what the desk itself still knows of the session, if it can say so now. */
export async function explainNotFound(id: string, error: DeskError): Promise<DeskError> {
  const given = new AbortController();
  const tooLate = delay(LOOK_MS, undefined, { signal: given.signal }).catch(() => undefined);
  const seenBefore = await Promise.race([look(id), tooLate]);
  given.abort();
  const { logDetail, hint } = error;
  return new DeskError("NOT_FOUND", { logDetail, hint, details: { seenBefore } });
}

/** Undefined where it could not be found out. */
async function look(id: string): Promise<ErrorDetails["seenBefore"]> {
  try {
    const seen = await findLastSeen(await getDb(), id);
    return seen && { lastStatus: seen.lastStatus, lastSeenAt: seen.lastSeenAt.toISOString() };
  } catch (error) {
    getLogger().warn(describeFault(error), "the index could not be asked about a session");
    return undefined;
  }
}
