import "server-only";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { getLogger } from "../../logger";
import { ROWS_AT_ONCE } from "../access-row";
import { JournalFaultError } from "./journal-fault-error";
import { type JournalFile, syncFolder } from "./journal-files";
import { readJournalLine } from "./journal-line";

/** Enough for a whole batch of the longest rows. */
const END_BYTES_MAX = 8 * 1024 * 1024;
const LINE_BREAK = 0x0a;

/**
 * Takes what was written by halves, when the power went or the disk was full, off the end of a file.
 * Nobody was answered for it. It is kept beside the file as evidence, and never read as a row.
 */
export async function cutTornEnd(file: JournalFile, now: Date): Promise<void> {
  const handle = await open(file.path, "r+");
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new JournalFaultError(`${file.name} is no file.`);
    const { size } = stat;
    const start = Math.max(0, size - END_BYTES_MAX);
    const end = Buffer.alloc(size - start);
    await handle.read(end, 0, end.length, start);
    const keep = findSoundLength(end);
    if (keep === end.length) return;
    await keepBeside(file, end.subarray(keep), now);
    await handle.truncate(start + keep);
    await handle.datasync();
    const line = { file: file.name, bytes: end.length - keep };
    getLogger().warn(line, "a torn end was cut off the access log's journal");
  } finally {
    await handle.close();
  }
}

/** Bytes up to the first bad line among the last ones: one batch is written at a time. */
function findSoundLength(bytes: Buffer): number {
  let sound = bytes.lastIndexOf(LINE_BREAK) + 1;
  let lineEnd = sound;
  for (let lines = 0; lines < ROWS_AT_ONCE && lineEnd > 0; lines++) {
    const lineStart = lineEnd < 2 ? 0 : bytes.lastIndexOf(LINE_BREAK, lineEnd - 2) + 1;
    const isCutByWindow = lineStart === 0 && bytes.length === END_BYTES_MAX;
    const text = bytes.toString("utf8", lineStart, lineEnd);
    if (!isCutByWindow && readJournalLine(text) === null) sound = lineStart;
    lineEnd = lineStart;
  }
  return sound;
}

async function keepBeside(file: JournalFile, bytes: Buffer, now: Date): Promise<void> {
  const stamp = now.toISOString().replace(/[^\dTZ]/g, "");
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
  const handle = await open(`${file.path}.torn-${stamp}`, flags, 0o600);
  try {
    await handle.appendFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file.path));
}
