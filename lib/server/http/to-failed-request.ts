import "server-only";
import type { ApiError } from "@/lib/contracts/api";
import { ERROR_CODES } from "@/lib/contracts/error-codes";
import { describeUnknown } from "./describe-unknown";
import { DeskError, isDeskError } from "./desk-error";

export type FailedRequest = {
  /** For the person. */
  error: ApiError;
  status: number;
  /** For the log alone. */
  logDetail: string;
};

/** Any thrown thing as an answer. What is not a DeskError tells the person nothing but INTERNAL. */
export function toFailedRequest(thrown: unknown, requestId: string): FailedRequest {
  const fault = isDeskError(thrown)
    ? thrown
    : new DeskError("INTERNAL", { logDetail: describeUnknown(thrown) });
  const { status, message, hint } = ERROR_CODES[fault.code];
  const error: ApiError = { code: fault.code, message, hint: fault.hint ?? hint, requestId };
  if (fault.retryAfterSeconds !== undefined) error.retryAfterSeconds = fault.retryAfterSeconds;
  if (fault.details !== undefined) error.details = fault.details;
  return { error, status, logDetail: fault.logDetail };
}
