import "server-only";
import { isDeskError } from "../http/desk-error";

/** A word for the log. A driver's message may quote the query and its values: only codes pass. */
export function describeFault(error: unknown): { fault: string; detail?: string } {
  if (isDeskError(error)) return { fault: error.code, detail: error.logDetail };
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return { fault: "unknown" };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
  return { fault: code };
}
