import "server-only";
import { z } from "zod";
import type { AccessRow, Checkpoint } from "../access-row";

/** One line of the journal: a row of the log, or where the retention cut the log off. */
export type JournalLine =
  | { kind: "row"; row: AccessRow }
  | { kind: "checkpoint"; checkpoint: Checkpoint };

const textSchema = z.string().nullable();
const instantSchema = z.iso.datetime().transform((text) => new Date(text));

const rowSchema = z.strictObject({
  no: z.int().positive(),
  at: instantSchema,
  event: z.string(),
  outcome: z.string(),
  staffId: textSchema,
  staffName: textSchema,
  role: textSchema,
  signInId: textSchema,
  sessionId: textSchema,
  purpose: textSchema,
  requestId: textSchema,
  client: z.string(),
  details: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
});

const checkpointSchema = z.strictObject({
  lastNo: z.int().positive(),
  lastHash: z.string(),
  removedCount: z.int(),
  at: instantSchema,
});

const lineSchema = z.union([
  rowSchema.transform((row): JournalLine => ({ kind: "row", row })),
  z
    .strictObject({ checkpoint: checkpointSchema })
    .transform(({ checkpoint }): JournalLine => ({ kind: "checkpoint", checkpoint })),
]);

/** Lines that end with a line break each, times in ISO 8601. */
export function toJournalText(lines: readonly JournalLine[]): string {
  return lines
    .map((line) => (line.kind === "row" ? line.row : { checkpoint: line.checkpoint }))
    .map((value) => `${JSON.stringify(value)}\n`)
    .join("");
}

/** Null for whatever was not written by `toJournalText` in full. */
export function readJournalLine(text: string): JournalLine | null {
  const parsed = lineSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
