import { SESSION_ID_BODY_LENGTH } from "./session-id";

/** A place in a text that begins like a session id. `id` is null where the rest does not fit. */
export type IdCandidate = { start: number; end: number; id: string | null };

/**
 * A line break as mails and tables make it: blanks or a table's bar before it, quote marks or bars
 * after it. Bounded, so that patterns built on it stay linear.
 */
export const LINE_BREAK = "[ \\t\\u00A0|│]{0,8}[\\r\\n][\\s>|│]{0,16}";

const PREFIX = new RegExp(`v(?:${LINE_BREAK})?s(?:${LINE_BREAK})?_`, "g");
const BODY_RUN = /[A-Za-z0-9]*/y;
const LINE_BREAK_HERE = new RegExp(LINE_BREAK, "y");
const SPACE_HERE = /[ \t\u00A0\u2000-\u200A\u202F\u3000](?! )/y;

/**
 * Finds session ids in a decoded text, in its order, also where one is broken over lines or by a
 * single space. Pieces are joined only where the first is too short and they make exactly 64
 * characters, so a longer run is never cut to fit. Linear in time for any input.
 */
export function scanIds(text: string): IdCandidate[] {
  const candidates: IdCandidate[] = [];
  const prefix = new RegExp(PREFIX);
  for (let match = prefix.exec(text); match; match = prefix.exec(text)) {
    const bodyStart = match.index + match[0].length;
    const candidate = readBody(text, bodyStart);
    candidates.push({ start: match.index, ...candidate });
    prefix.lastIndex = candidate.end;
  }
  return candidates;
}

function readBody(text: string, bodyStart: number): { end: number; id: string | null } {
  const first = readRun(text, bodyStart);
  let body = first;
  let end = bodyStart + first.length;
  let spaces = 0;
  while (body.length < SESSION_ID_BODY_LENGTH) {
    const gap = readGap(text, end);
    if (!gap || (gap.isSpace && ++spaces > 1)) break;
    const run = readRun(text, gap.end);
    if (run === "") break;
    body += run;
    end = gap.end + run.length;
  }
  if (body.length === SESSION_ID_BODY_LENGTH) return { end, id: `vs_${body}` };
  return { end: bodyStart + first.length, id: null };
}

/** Letters and digits from `start` on, ending where the next `vs_` begins. */
function readRun(text: string, start: number): string {
  BODY_RUN.lastIndex = start;
  const run = BODY_RUN.exec(text)?.[0] ?? "";
  const nextIdFollows = run.endsWith("vs") && text[start + run.length] === "_";
  return nextIdFollows ? run.slice(0, -2) : run;
}

function readGap(text: string, start: number): { end: number; isSpace: boolean } | null {
  for (const pattern of [LINE_BREAK_HERE, SPACE_HERE]) {
    pattern.lastIndex = start;
    if (pattern.test(text)) return { end: pattern.lastIndex, isSpace: pattern === SPACE_HERE };
  }
  return null;
}
