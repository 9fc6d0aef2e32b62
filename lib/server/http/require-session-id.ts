import "server-only";
import { explainSessionId } from "@/lib/domain/session-id";
import { DeskError } from "./desk-error";

/** Only a well-formed id is looked for anywhere. @throws DeskError INVALID_SESSION_ID */
export function requireSessionId(id: string): void {
  const fault = explainSessionId(id);
  if (!fault) return;
  throw new DeskError("INVALID_SESSION_ID", { hint: fault.sentence, logDetail: fault.kind });
}
