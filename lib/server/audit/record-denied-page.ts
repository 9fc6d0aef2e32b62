import "server-only";
import { createRequestId } from "../http/request-id";
import type { SessionContext } from "../sessions/session-context";
import { recordAct } from "./record-access";

/** Writes down that a person opened a page that their role may not see. `page` is its template. */
export function recordDeniedPage(context: SessionContext, page: string): Promise<void> {
  return recordAct(
    { ...context, requestId: context.requestId ?? createRequestId() },
    { event: "denied", outcome: "refused", details: { route: page, method: "GET" } },
  );
}
