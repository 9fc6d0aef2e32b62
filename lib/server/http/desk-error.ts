import "server-only";
import type { ErrorDetails } from "@/lib/contracts/api";
import type { ErrorCode } from "@/lib/contracts/error-codes";

/**
 * Next evaluates one module several times in one process, each time with a class of its own, so
 * `instanceof` would miss errors that crossed over through `globalThis`. A registered symbol does not.
 */
const BRAND = Symbol.for("session-desk.error");

export type DeskErrorDetails = {
  /** For the log alone: never a URL, a body, a key or a name. */
  logDetail: string;
  /** Replaces the code's own hint where the desk can say more precisely what to do. */
  hint?: string | undefined;
  retryAfterSeconds?: number | undefined;
  /** For the person's page, beside the words. */
  details?: ErrorDetails | undefined;
};

/** A fault that has an error code. Its `message` is the code, so printing it tells nothing more. */
export class DeskError extends Error {
  readonly [BRAND] = true;
  readonly logDetail: string;
  readonly hint: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly details: ErrorDetails | undefined;

  constructor(
    readonly code: ErrorCode,
    details: DeskErrorDetails,
  ) {
    super(code);
    this.name = "DeskError";
    this.logDetail = details.logDetail;
    this.hint = details.hint;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.details = details.details;
  }
}

export function isDeskError(error: unknown): error is DeskError {
  return typeof error === "object" && error !== null && BRAND in error;
}
