import "server-only";
import { DeskError } from "./desk-error";
import { toErrorResponse } from "./json-response";
import { logRequest, startRequestLog } from "./log-request";
import { toRequestId } from "./request-id";
import { toFailedRequest } from "./to-failed-request";

/** A handler for the methods that a route does not have: Next's own 405 has no body to read. */
export function methodNotAllowed(route: string, allow: string): (request: Request) => Response {
  return (request) => {
    const log = startRequestLog(toRequestId(request.headers), route, request.method);
    const fault = new DeskError("METHOD_NOT_ALLOWED", { logDetail: `only ${allow}` });
    const failed = toFailedRequest(fault, log.requestId);
    logRequest(log, failed.status, failed);
    return toErrorResponse(failed, { allow });
  };
}
