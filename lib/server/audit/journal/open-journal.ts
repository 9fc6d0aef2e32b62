import "server-only";
import { constants } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Db } from "../../db/db";
import { getLogger } from "../../logger";
import type { AccessRow, Checkpoint } from "../access-row";
import type { AccessJournal } from "../chain-store";
import { cutTornEnd } from "./cut-torn-end";
import {
  findFirstNo,
  type JournalFile,
  listJournalFiles,
  makeJournalFolder,
  syncFolder,
  toJournalFile,
} from "./journal-files";
import { type JournalLine, toJournalText } from "./journal-line";
import { type Reconciled, reconcile } from "./reconcile";

export type Journal = Omit<AccessJournal, "reconcile"> & {
  /** Where it lies. */
  folder: string;
  reconcile(db: Db): Promise<Reconciled>;
  /** Says where the retention is about to cut the log off. */
  noteCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /** Removes the files of which every row has this number or a lower one. */
  removeFilesUpTo(no: number): Promise<void>;
};

const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

type OpenFile = { file: JournalFile; handle: FileHandle };

/**
 * The access log once more, as lines in `<dataDir>/access-log`, a file for each month: the built-in
 * database may lose its last rows when the power goes, these lines may not.
 */
export function openJournal(dataDir: string, now: () => Date = () => new Date()): Journal {
  const folder = join(dataDir, "access-log");
  let current: OpenFile | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One thing at a time: the retention must not write between two halves of a batch. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act, act);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function write(lines: readonly JournalLine[]): Promise<void> {
    if (lines.length === 0) return;
    try {
      const { handle } = await openFor(now());
      await handle.appendFile(toJournalText(lines));
      await handle.datasync();
    } catch (error) {
      // After a fault nobody knows what the disk has: the file is read again before the next line.
      await closeFile();
      throw error;
    }
  }

  async function openFor(at: Date): Promise<OpenFile> {
    const file = toJournalFile(
      folder,
      at,
      current?.file ?? (await listJournalFiles(folder)).at(-1),
    );
    if (current?.file.name === file.name) return current;
    await closeFile();
    await makeJournalFolder(folder);
    current = { file, handle: await open(file.path, FLAGS, 0o600) };
    await syncFolder(folder);
    return current;
  }

  async function closeFile(): Promise<void> {
    const open = current;
    current = null;
    await open?.handle.close().catch(() => undefined);
  }

  async function reconcileNow(db: Db): Promise<Reconciled> {
    await closeFile();
    const files = await listJournalFiles(folder);
    const newest = files.at(-1);
    if (newest) await cutTornEnd(newest, now());
    const done = await reconcile(db, files, write);
    if (done.toTable + done.toJournal > 0) {
      getLogger().warn(done, "the access log's table and journal were made equal again");
    }
    return done;
  }

  async function removeUpTo(no: number): Promise<void> {
    const files = await listJournalFiles(folder);
    for (const [index, file] of files.entries()) {
      const next = files[index + 1];
      const nextFirst = next && (await findFirstNo(next));
      if (!nextFirst || nextFirst > no + 1) return;
      await rm(file.path);
    }
  }

  return {
    folder,
    append: (rows: readonly AccessRow[]) =>
      inTurn(() => write(rows.map((row) => ({ kind: "row", row })))),
    reconcile: (db) => inTurn(() => reconcileNow(db)),
    noteCheckpoint: (checkpoint) => inTurn(() => write([{ kind: "checkpoint", checkpoint }])),
    removeFilesUpTo: (no) => inTurn(() => removeUpTo(no)),
  };
}
