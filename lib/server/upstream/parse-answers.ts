import "server-only";
import { z } from "zod";
import {
  type ParsedSession,
  parseUpstreamSession,
  type UpstreamOverview,
  upstreamIndexedSessionSchema,
  upstreamOverviewAnswerSchema,
  upstreamRowListAnswerSchema,
  upstreamSessionAnswerSchema,
} from "@/lib/contracts/upstream";
import { findRowFault } from "../index/find-row-fault";
import { describePaths } from "./interpret";
import type { SessionRowRead, SessionRowsRead } from "./types";

/** @throws z.ZodError also when the answer is about another session than `id`. */
export function parseSessionAnswer(json: unknown, id: string): ParsedSession {
  const { data } = upstreamSessionAnswerSchema.parse(json);
  const parsed = underPath(["data"], () => parseUpstreamSession(data));
  if (parsed.session.id === id) return parsed;
  throw new z.ZodError([{ code: "custom", path: ["data", "id"], message: "", input: undefined }]);
}

/** A row that cannot be read stands as its fault. @throws z.ZodError when there is no list at all. */
export function parseRowListAnswer(json: unknown): SessionRowsRead {
  const { data, pagination } = upstreamRowListAnswerSchema.parse(json);
  return {
    rows: data.map(parseRow),
    hasMore: pagination.has_more,
    nextCursor: pagination.next_cursor,
  };
}

function parseRow(row: unknown): SessionRowRead {
  const parsed = upstreamIndexedSessionSchema.safeParse(row);
  const reason = parsed.success ? findRowFault(parsed.data) : describePaths(parsed.error);
  if (parsed.success && reason === null) return { session: parsed.data };
  return { fault: { id: findRowId(row), reason: reason ?? "" } };
}

/** The id of a row of any list, where it has one. */
export function findRowId(row: unknown): string | null {
  const isObject = typeof row === "object" && row !== null;
  return isObject && "id" in row && typeof row.id === "string" && row.id !== "" ? row.id : null;
}

/** @throws z.ZodError */
export function parseOverviewAnswer(json: unknown): UpstreamOverview {
  return upstreamOverviewAnswerSchema.parse(json).data.summary;
}

/** Lets an inner parse report where in the whole answer it stood. */
function underPath<T>(prefix: PropertyKey[], parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new z.ZodError(
      error.issues.map((issue) => ({ ...issue, path: [...prefix, ...issue.path] })),
    );
  }
}
