import "server-only";
import { z } from "zod";
import {
  type ParsedSession,
  parseUpstreamSession,
  upstreamSessionAnswerSchema,
  upstreamSessionListAnswerSchema,
} from "@/lib/contracts/upstream";
import type { SessionListRead } from "./types";

/** @throws z.ZodError also when the answer is about another session than `id`. */
export function parseSessionAnswer(json: unknown, id: string): ParsedSession {
  const { data } = upstreamSessionAnswerSchema.parse(json);
  const parsed = underPath(["data"], () => parseUpstreamSession(data));
  if (parsed.session.id === id) return parsed;
  throw new z.ZodError([{ code: "custom", path: ["data", "id"], message: "", input: undefined }]);
}

/** @throws z.ZodError */
export function parseSessionListAnswer(json: unknown): Omit<SessionListRead, "fetchedAt"> {
  const { data, pagination } = upstreamSessionListAnswerSchema.parse(json);
  const rows = data.map((row, index) =>
    underPath(["data", index], () => parseUpstreamSession(row)),
  );
  return {
    sessions: rows.map(({ session }) => session),
    hasMore: pagination.has_more,
    nextCursor: pagination.next_cursor,
    unknownFields: [...new Set(rows.flatMap((row) => row.unknownFields))].sort(),
  };
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
