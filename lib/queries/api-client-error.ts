import type { ApiError } from "@/lib/contracts/api";
import { ERROR_CODES } from "@/lib/contracts/error-codes";

/** What every function of the browser's API client throws; `status` is 0 where nothing answered. */
export class ApiClientError extends Error {
  override readonly name = "ApiClientError";

  constructor(
    readonly error: ApiError,
    readonly status: number,
  ) {
    super(error.code);
  }

  /** Whether the same request may succeed later without anybody doing anything. */
  get canHeal(): boolean {
    return !isLasting(this.status) && this.error.code !== "UNREADABLE_ANSWER";
  }
}

/** A fault that only the browser can see; there is no request id, as no request was answered. */
export function toClientFault(code: "OFFLINE" | "UNREADABLE_ANSWER"): ApiClientError {
  const { message, hint, status } = ERROR_CODES[code];
  return new ApiClientError({ code, message, hint, requestId: "" }, status);
}

/** 4xx stay as they are however often one asks, but for "too many attempts". */
function isLasting(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
