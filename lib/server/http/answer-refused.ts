import "server-only";
import { DeskError } from "./desk-error";
import { toErrorResponse } from "./json-response";
import { logRequest, startRequestLog } from "./log-request";
import { findRefusalNote } from "./refusal-note";
import { toRequestId } from "./request-id";
import { toFailedRequest } from "./to-failed-request";

/** The answer to a request that the door turned away, in the envelope and the log of all others. */
export function answerRefused(request: Request): Response {
  const log = startRequestLog(toRequestId(request.headers), "/api/refused", request.method);
  const code = findRefusalNote(request.headers);
  const failed = toFailedRequest(new DeskError(code, { logDetail: "at the door" }), log.requestId);
  logRequest(log, failed.status, failed);
  return toErrorResponse(failed, code === "METHOD_NOT_ALLOWED" ? { allow: "GET" } : {});
}
