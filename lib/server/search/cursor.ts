import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { SearchSort } from "@/lib/domain/search/query";
import { isSessionId } from "@/lib/domain/session-id";
import { toInvalidRequest } from "../http/invalid-request";
import type { PageKey } from "./find-page";

/** Times that a `Date` holds. */
const MS_MAX = 8_640_000_000_000_000;

const cursorSchema = z.strictObject({
  /** The question that the page belongs to. */
  of: z.string().length(16),
  /** The moment at which relative times were read, so that all pages show one and the same list. */
  now: z.int().min(0).max(MS_MAX),
  part: z.literal([0, 1]),
  time: z.int().min(-MS_MAX).max(MS_MAX),
  id: z.string().refine(isSessionId),
});

export type Cursor = { now: Date; after: PageKey };

/** What must be the same on every page of a list. */
export type Question = { q: string; zone: string; sort: SearchSort; ids: readonly string[] | null };

export function toCursorText(question: Question, { now, after }: Cursor): string {
  const { part, time, id } = after;
  const value = { of: toDigest(question), now: now.getTime(), part, time, id };
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/**
 * Reads a cursor that the desk gave out for this question.
 * @throws DeskError INVALID_REQUEST for any other text.
 */
export function readCursorText(text: string, question: Question): Cursor {
  const parsed = cursorSchema.safeParse(parseJson(text));
  if (!parsed.success) throw toInvalidRequest("Not accepted as it is: cursor.");
  const { of, now, part, time, id } = parsed.data;
  if (of !== toDigest(question)) {
    throw toInvalidRequest("The cursor belongs to another search. Begin with the first page.");
  }
  return { now: new Date(now), after: { part, time, id } };
}

function toDigest({ q, zone, sort, ids }: Question): string {
  const text = JSON.stringify([q, zone, sort.by, sort.direction, ids]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 16);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
