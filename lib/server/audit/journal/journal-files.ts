import "server-only";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type JournalLine, readJournalLine } from "./journal-line";

/** A file of the journal and where it lies. */
export type JournalFile = { name: string; path: string };

const NAME = /^\d{4}-\d{2}\.jsonl$/;

/** The journal's files, oldest first. None where there is no folder yet. */
export async function listJournalFiles(folder: string): Promise<JournalFile[]> {
  const names = await readdir(folder).catch(toNothingIfMissing);
  return names
    .filter((name) => NAME.test(name))
    .toSorted()
    .map((name) => ({ name, path: join(folder, name) }));
}

/**
 * The file for what is written at `at`: one for each month, and never an older one than the newest
 * that there is, so that the files are in the order of the rows also after a clock was put back.
 */
export function toJournalFile(
  folder: string,
  at: Date,
  newest: JournalFile | undefined,
): JournalFile {
  const name = `${at.toISOString().slice(0, 7)}.jsonl`;
  return newest && newest.name > name ? newest : { name, path: join(folder, name) };
}

/** Makes the folder, for this user alone, so that its own entry survives a power cut too. */
export async function makeJournalFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await syncFolder(join(folder, ".."));
}

/** Names in a folder are written to the disk apart from what the files hold. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The lines of one file in order; null for one that cannot be read. */
export async function* readJournalFile(file: JournalFile): AsyncGenerator<JournalLine | null> {
  const input = createReadStream(file.path, { encoding: "utf8" });
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      yield readJournalLine(text);
    }
  } finally {
    input.destroy();
  }
}

/** The number of the first row in a file; null where there is none. */
export async function findFirstNo(file: JournalFile): Promise<number | null> {
  for await (const line of readJournalFile(file)) {
    if (line?.kind === "row") return line.row.no;
  }
  return null;
}

function toNothingIfMissing(error: unknown): string[] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}
