import "server-only";
import type { ErrorResponse } from "@/lib/contracts/api";
import type { FailedRequest } from "./to-failed-request";

/** An answer of the desk's API: never stored, never sniffed, and bound to who asked. */
export function toJsonResponse(
  body: unknown,
  status: number,
  requestId: string,
  extraHeaders: Record<string, string> = {},
): Response {
  return Response.json(body, {
    status,
    headers: {
      "cache-control": "no-store",
      vary: "cookie",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...extraHeaders,
    },
  });
}

export function toErrorResponse(
  { error, status }: FailedRequest,
  extraHeaders: Record<string, string> = {},
): Response {
  const body: ErrorResponse = { data: null, error, meta: {} };
  const headers = { ...extraHeaders };
  if (error.retryAfterSeconds !== undefined) {
    headers["retry-after"] = String(error.retryAfterSeconds);
  }
  return toJsonResponse(body, status, error.requestId, headers);
}
