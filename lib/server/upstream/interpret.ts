import "server-only";
import { z } from "zod";
import {
  upstreamErrorAnswerSchema,
  upstreamValidationAnswerSchema,
} from "@/lib/contracts/upstream";
import { parseRetryAfterSeconds } from "./retry-after";
import type { RawAnswer } from "./send-once";
import { UpstreamError, type UpstreamFaultKind } from "./upstream-error";

export type Operation =
  | "get session"
  | "list sessions"
  | "cancel session"
  | "get overview"
  | "list events"
  | "list deliveries"
  | "retry delivery";

/** A list has no single thing that could be missing. */
const LISTS: readonly Operation[] = ["list sessions", "list events", "list deliveries"];

/** Kayle's CDN sends no Retry-After; a person's next try is worth it after about this long. */
const BUSY_RETRY_AFTER_SECONDS = 5;

/** Faults told by the status alone, whatever the body: the CDN in front answers in HTML. */
function findFaultKind(answer: RawAnswer, operation: Operation): UpstreamFaultKind | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  if (status === 401) return "unauthorized";
  if (status === 403) return "forbidden";
  if (status === 429) return "busy";
  if (status >= 500) return "server_error";
  if (status === 400) return operation === "list sessions" ? "bad_request" : "contract";
  // These speak of one session or of the organisation, so Kayle itself must have said them: a
  // wrong base URL gets a plain 404, which is not "Kayle knows no such session".
  if (!isKaylesOwnError(answer.body)) return "contract";
  if (status === 404 && !LISTS.includes(operation)) return "not_found";
  if (status === 409 && operation === "retry delivery") return "conflict";
  return status === 410 ? "frozen" : "contract";
}

/** @throws UpstreamError unless the status says that the call did what it was to do. */
export function requireSuccess(answer: RawAnswer, operation: Operation): void {
  const kind = findFaultKind(answer, operation);
  if (kind === null) return;
  const said = kind === "bad_request" ? describeValidation(answer.body) : "";
  throw new UpstreamError(kind, {
    logDetail: `${operation}: status ${answer.status}${said}`,
    retryAfterSeconds: kind === "busy" ? toRetryAfterSeconds(answer) : undefined,
  });
}

/** The answer's JSON by `parse`, whose ZodError becomes a contract fault that names the fields. */
export function parseAnswer<T>(
  answer: RawAnswer,
  operation: Operation,
  parse: (json: unknown) => T,
): T {
  requireSuccess(answer, operation);
  if (answer.status !== 200) throw toContractFault(operation, `status ${answer.status}`);
  const json = tryParseJson(answer.body);
  if (json === undefined) throw toContractFault(operation, "not JSON");
  try {
    return parse(json);
  } catch (error) {
    if (error instanceof z.ZodError) throw toContractFault(operation, describeIssues(error));
    throw error;
  }
}

function toContractFault(operation: Operation, detail: string): UpstreamError {
  return new UpstreamError("contract", { logDetail: `${operation}: ${detail}` });
}

const ISSUES_MAX = 5;

function describeIssues(error: z.ZodError): string {
  return `outside the contract: ${describePaths(error)}`;
}

/** Paths and kinds only; zod's messages can quote what was received. */
export function describePaths(error: z.ZodError): string {
  const named = error.issues.slice(0, ISSUES_MAX).map(({ path, code }) => {
    return `${path.map(toShownSegment).join(".") || "(body)"} (${code})`;
  });
  return named.join(", ");
}

/** A key of a map is data of the integrator's; what does not look like a field name stays out. */
function toShownSegment(segment: PropertyKey): string {
  const text = String(segment);
  return /^[A-Za-z0-9_]{1,40}$/.test(text) ? text : "?";
}

function isKaylesOwnError(body: string): boolean {
  return upstreamErrorAnswerSchema.safeParse(tryParseJson(body)).success;
}

/** Which parameters Kayle refused, by name, out of the JSON text inside its 400. */
function describeValidation(body: string): string {
  const parsed = upstreamValidationAnswerSchema.safeParse(tryParseJson(body));
  const issues = parsed.success ? tryParseJson(parsed.data.error.message) : undefined;
  const paths = z.array(z.object({ path: z.array(z.union([z.string(), z.number()])) }));
  const named = paths.safeParse(issues);
  if (!named.success) return "";
  return `, refused: ${named.data.slice(0, ISSUES_MAX).map(({ path }) => path.map(toShownSegment).join("."))}`;
}

function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toRetryAfterSeconds({ retryAfter }: RawAnswer): number {
  const asked = parseRetryAfterSeconds(retryAfter, new Date());
  return Math.max(asked ?? BUSY_RETRY_AFTER_SECONDS, 1);
}
