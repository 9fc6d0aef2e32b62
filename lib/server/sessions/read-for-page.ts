import "server-only";
import type { ApiError } from "@/lib/contracts/api";
import { UNKNOWN_ORIGIN } from "../audit/access-entry";
import { recordDenied } from "../audit/record-denied";
import { logRequest, startRequestLog } from "../http/log-request";
import { createRequestId } from "../http/request-id";
import { toFailedRequest } from "../http/to-failed-request";
import type { SessionContext } from "./session-context";

export type PageRead<T> =
  | { ok: true; response: T }
  | { ok: false; error: ApiError; status: number };

/**
 * Runs a read for a page that is being rendered: a fault becomes a value that the page can show, and
 * the request id in it stands in the log. `page` is the page's path template.
 */
export async function readForPage<T>(
  page: string,
  context: SessionContext,
  read: (context: SessionContext) => Promise<T>,
): Promise<PageRead<T>> {
  const log = startRequestLog(context.requestId ?? createRequestId(), page, "GET");
  log.staff = context.staff;
  const onCall: SessionContext["onCall"] = (call) => {
    log.calls.push(call);
    context.onCall?.(call);
  };
  try {
    const response = await read({ ...context, requestId: log.requestId, onCall });
    logRequest(log, 200, null);
    return { ok: true, response };
  } catch (thrown) {
    const fault = await recordDenied(thrown, log, context.access ?? UNKNOWN_ORIGIN);
    const failed = toFailedRequest(fault, log.requestId);
    logRequest(log, failed.status, failed);
    return { ok: false, error: failed.error, status: failed.status };
  }
}
