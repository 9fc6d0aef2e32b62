import "server-only";
import type { ErrorCode } from "@/lib/contracts/error-codes";
import { isDeskError } from "../http/desk-error";
import type { RequestLog } from "../http/log-request";
import type { AccessOrigin } from "./access-entry";
import { recordAct } from "./record-access";

const DENIALS: readonly ErrorCode[] = ["FORBIDDEN", "CROSS_ORIGIN"];

/**
 * Writes down that a signed-in person was refused, and gives the fault to answer with: the refusal, or
 * that it could not be written down. Requests without a sign-in are in the request log alone, as
 * anybody could fill the access log with them.
 */
export async function recordDenied(
  thrown: unknown,
  { staff, requestId, route, method }: Pick<RequestLog, "staff" | "requestId" | "route" | "method">,
  access: AccessOrigin,
): Promise<unknown> {
  if (!staff || !isDeskError(thrown) || !DENIALS.includes(thrown.code)) return thrown;
  const details = { route, method, why: thrown.logDetail };
  return recordAct(
    { staff, access, requestId },
    { event: "denied", outcome: "refused", details },
  ).then(
    () => thrown,
    (fault: unknown) => fault,
  );
}
