import "server-only";
import type { ErrorCode } from "@/lib/contracts/error-codes";
import { DeskError, type DeskErrorDetails, isDeskError } from "../http/desk-error";

/** What can go wrong between the desk and Kayle, and the code under which a person hears of it. */
const CODE_BY_KIND = {
  bad_request: "INVALID_REQUEST",
  unauthorized: "UPSTREAM_UNAUTHORIZED",
  forbidden: "UPSTREAM_FORBIDDEN",
  not_found: "NOT_FOUND",
  /** A delivery that Kayle will not send again as it stands. */
  conflict: "DELIVERY_NOT_RESENDABLE",
  frozen: "ORGANIZATION_FROZEN",
  busy: "UPSTREAM_BUSY",
  server_error: "UPSTREAM_ERROR",
  /** No connection, or one that broke before the answer was complete. */
  unreachable: "UPSTREAM_ERROR",
  /** Not asked at all, because the last answers all failed. */
  circuit_open: "UPSTREAM_ERROR",
  deadline: "UPSTREAM_TIMEOUT",
  contract: "UPSTREAM_CONTRACT",
  /** Not asked at all, because too many calls are already waiting. */
  queue_full: "DESK_BUSY",
  /** Whoever asked went away; nobody reads this answer. */
  aborted: "UPSTREAM_ERROR",
} as const satisfies Record<string, ErrorCode>;

export type UpstreamFaultKind = keyof typeof CODE_BY_KIND;

/** A call to Kayle that gave nothing to use. Holds no URL, body or header of the exchange. */
export class UpstreamError extends DeskError {
  constructor(
    readonly kind: UpstreamFaultKind,
    details: DeskErrorDetails,
  ) {
    super(CODE_BY_KIND[kind], details);
    this.name = "UpstreamError";
  }
}

/** An answer that was cut off at the desk's limit. */
export class TooLargeError extends UpstreamError {
  constructor(
    /** The first session that it named before it was cut off; null where it named none. */
    readonly firstSessionId: string | null,
    details: DeskErrorDetails,
  ) {
    super("contract", details);
  }
}

/** Whether an answer came that cannot be used; asking again would hardly bring a better one. */
export function isUnusableAnswer(error: unknown): error is UpstreamError {
  return isUpstreamError(error) && error.kind === "contract";
}

export function isUpstreamError(error: unknown): error is UpstreamError {
  return isDeskError(error) && "kind" in error;
}
