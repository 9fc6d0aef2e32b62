import "server-only";
import { can, type StaffAction } from "@/lib/domain/roles";
import type { Staff } from "@/lib/domain/staff";
import type { AccessOrigin } from "../audit/access-entry";
import { toAccessOrigin } from "../audit/access-origin";
import { recordDenied } from "../audit/record-denied";
import { findStaffFromRequest } from "../auth/find-staff";
import { isBackground } from "../auth/is-background";
import type { UpstreamCall } from "../upstream/types";
import { DeskError } from "./desk-error";
import { toErrorResponse, toJsonResponse } from "./json-response";
import { logRequest, type RequestLog, startRequestLog } from "./log-request";
import { toRequestId } from "./request-id";
import { requireJsonType } from "./require-json-type";
import { requireSameOrigin } from "./same-origin";
import { requirePagePerson, toSignedOut } from "./signed-out";
import { toFailedRequest } from "./to-failed-request";

type StaffRequest<P> = {
  request: Request;
  params: P;
  staff: Staff;
  requestId: string;
  /** For the access log. */
  access: AccessOrigin;
  /** The page asks by itself. */
  background: boolean;
  /** Aborts when the person's browser goes away. */
  signal: AbortSignal;
  onCall: (call: UpstreamCall) => void;
};

/**
 * Gives the body of a 200, or a stream as a whole `Response`; every other answer is a thrown
 * `DeskError`.
 */
export type StaffHandler<P> = (request: StaffRequest<P>) => Promise<unknown>;

/** In the log alone, as nginx has it: the client closed the connection before the answer. */
const STATUS_LEFT = 499;

export type RouteContext<P> = { params: Promise<P> };

/**
 * Makes a route handler that only signed-in staff who may do `action` get through, and that answers,
 * in the desk's envelope and with one log line, whatever happens. `route` is the path's template.
 */
export function withStaff<P>(action: StaffAction, route: string, handler: StaffHandler<P>) {
  return async (request: Request, context: RouteContext<P>): Promise<Response> => {
    const log = startRequestLog(toRequestId(request.headers), route, request.method);
    const access = toAccessOrigin(request.headers);
    try {
      const staff = await requireAllowed(request, action, log);
      const params = await context.params;
      const onCall = (call: UpstreamCall) => void log.calls.push(call);
      const { requestId } = log;
      const { signal } = request;
      const body = await handler({
        request,
        params,
        staff,
        requestId,
        access,
        background: isBackground(request),
        signal,
        onCall,
      });
      logRequest(log, 200, null);
      if (body instanceof Response) return body;
      return toJsonResponse(body, 200, requestId);
    } catch (thrown) {
      const fault = await recordDenied(thrown, log, access);
      const failed = toFailedRequest(fault, log.requestId);
      // Nobody reads the answer to a page that was left, so it is no fault of Kayle's or the desk's.
      logRequest(log, request.signal.aborted ? STATUS_LEFT : failed.status, failed);
      return toErrorResponse(failed);
    }
  };
}

/** Who it is, whether they may, and whether the request is theirs; in this order. */
async function requireAllowed(
  request: Request,
  action: StaffAction,
  log: RequestLog,
): Promise<Staff> {
  const staff = await findStaffFromRequest(request);
  if (!staff) throw await toSignedOut(request);
  log.staff = staff;
  requirePagePerson(request, staff);
  if (!can(staff.role, action)) {
    throw new DeskError("FORBIDDEN", { logDetail: `${staff.role} may not ${action}` });
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    requireSameOrigin(request);
    requireJsonType(request);
  }
  return staff;
}
