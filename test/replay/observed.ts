import { readFileSync } from "node:fs";

/** One call and its answer, as recorded against Kayle's real server. */
export type ObservedRecord = {
  /** What the pair shows, such as `auth: none` or `cancel[created] before`. */
  name: string;
  request: { method: string; path: string; headers: Record<string, string>; body?: unknown };
  status: number;
  headers: Record<string, string>;
  /** JSON as it was parsed, a text, or empty. */
  body: unknown;
};

const LEFT_OUT = /^\.\.\. \d+ more rows left out$/;

/** The same value without the notes that stand for rows left out of the recording. */
function dropLeftOutRows(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((entry) => !(typeof entry === "string" && LEFT_OUT.test(entry)))
      .map(dropLeftOutRows);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, dropLeftOutRows(entry)]),
  );
}

/** Reads the recording. Throws when the file is not there or is not a list. */
export function readObserved(path: string): ObservedRecord[] {
  const parsed: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (!Array.isArray(parsed)) throw new TypeError("The recording is not a list.");
  return parsed.map((record: ObservedRecord) => ({
    ...record,
    body: dropLeftOutRows(record.body),
  }));
}

/** The body as it went over the wire. */
export function toWireBody(record: ObservedRecord): string {
  if (typeof record.body === "string") return record.body;
  return record.body === null || record.body === undefined ? "" : JSON.stringify(record.body);
}
