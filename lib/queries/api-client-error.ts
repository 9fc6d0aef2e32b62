import type { ApiError } from "@/lib/contracts/api";
import { ERROR_CODES, type ErrorCode } from "@/lib/contracts/error-codes";

/** Faults that only the browser can see: no answer of the desk stands behind them. */
export const CLIENT_ERROR_CODES = {
  OFFLINE: {
    blame: "you",
    message: "The desk cannot be reached.",
    hint: "Check your connection. The desk tries again by itself.",
  },
  UNREADABLE_ANSWER: {
    blame: "desk",
    message: "The desk answered in a form that this page does not understand.",
    hint: "Reload the page. The desk may have been updated since you opened it.",
  },
} as const;
export type ClientErrorCode = keyof typeof CLIENT_ERROR_CODES;

/** `ApiError`, or a fault seen by the browser alone; then `requestId` is empty. */
export type ClientError = Omit<ApiError, "code"> & { code: ErrorCode | ClientErrorCode };

/** What every function of the browser's API client throws; `status` is 0 where nothing answered. */
export class ApiClientError extends Error {
  override readonly name = "ApiClientError";

  constructor(
    readonly error: ClientError,
    readonly status: number,
  ) {
    super(error.code);
  }

  /** Whether the same request may succeed later without anybody doing anything. */
  get canHeal(): boolean {
    return !isLasting(this.status) && this.error.code !== "UNREADABLE_ANSWER";
  }

  /** Whose fault it is: the person's (or their connection's), the desk's or Kayle's. */
  get blame(): "you" | "desk" | "kayle" {
    return { ...ERROR_CODES, ...CLIENT_ERROR_CODES }[this.error.code].blame;
  }
}

export function toClientFault(code: ClientErrorCode, status: number): ApiClientError {
  const { message, hint } = CLIENT_ERROR_CODES[code];
  return new ApiClientError({ code, message, hint, requestId: "" }, status);
}

/** 4xx stay as they are however often one asks, but for "too many attempts". */
function isLasting(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}
