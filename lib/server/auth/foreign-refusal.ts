import "server-only";
import { DeskError } from "../http/desk-error";
import { toErrorResponse } from "../http/json-response";
import { toRequestId } from "../http/request-id";
import { isJsonType } from "../http/require-json-type";
import { isSameOrigin } from "../http/same-origin";
import { toFailedRequest } from "../http/to-failed-request";
import { answerRefusal } from "./auth-answers";

/** The answer to a sign-in or sign-out that no page of the desk sent as JSON; null where one did. */
export function findForeignRefusal(request: Request): Response | null {
  if (!isSameOrigin(request)) {
    return answerRefusal({ error: "CrossOrigin", retryAfterSeconds: null }, null);
  }
  if (isJsonType(request)) return null;
  const fault = new DeskError("UNSUPPORTED_MEDIA_TYPE", { logDetail: "content type is not JSON" });
  return toErrorResponse(toFailedRequest(fault, toRequestId(request.headers)));
}
