import "server-only";
import type { Staff } from "@/lib/domain/staff";
import { getPlainLogger } from "../logger";
import type { UpstreamCall } from "../upstream/types";
import type { FailedRequest } from "./to-failed-request";

export type RequestLog = {
  requestId: string;
  /** The route's template, such as `/api/sessions/[sessionId]`; never the URL itself. */
  route: string;
  method: string;
  startedAtMs: number;
  staff: Staff | null;
  calls: UpstreamCall[];
};

export function startRequestLog(requestId: string, route: string, method: string): RequestLog {
  return { requestId, route, method, startedAtMs: performance.now(), staff: null, calls: [] };
}

/** The one line of a request. Of people it holds the staff id alone, and no query string. */
export function logRequest(log: RequestLog, status: number, failed: FailedRequest | null): void {
  const line = {
    requestId: log.requestId,
    route: log.route,
    method: log.method,
    status,
    durationMs: Math.round(performance.now() - log.startedAtMs),
    staffId: log.staff?.id ?? null,
    upstream: log.calls,
    ...(failed && { code: failed.error.code, detail: failed.logDetail }),
  };
  const logger = getPlainLogger();
  if (status === 500) logger.error(line, "request");
  else if (status > 500) logger.warn(line, "request");
  else logger.info(line, "request");
}
