import "server-only";
import type { Db } from "../../db/db";
import {
  type AccessRow,
  type ChainHead,
  type Checkpoint,
  isIntact,
  ROWS_AT_ONCE,
} from "../access-row";
import {
  findCheckpoint,
  findHead,
  findRow,
  insertCheckpoint,
  insertRows,
  listRowsAfter,
} from "../access-store";
import { JournalFaultError } from "./journal-fault-error";
import { findFirstNo, type JournalFile, readJournalFile } from "./journal-files";
import type { JournalLine } from "./journal-line";

/** How many rows went which way. */
export type Reconciled = { toTable: number; toJournal: number };

/**
 * Makes table and journal hold the same rows again. Rows that only the journal has continue the
 * table's chain or are refused; rows that only the table has are given to `append`.
 *
 * @throws JournalFaultError where both have a row of one number and the two differ
 */
export async function reconcile(
  db: Db,
  files: readonly JournalFile[],
  append: (lines: readonly JournalLine[]) => Promise<void>,
): Promise<Reconciled> {
  const head = await toTableHead(db, files);
  const { last, restored } = await restoreRows(db, files, head);
  if (last && last.no >= head.no) return { toTable: restored, toJournal: 0 };
  return { toTable: 0, toJournal: await appendRows(db, last, append) };
}

/** Where a new database is to go on: after whatever the retention had taken from the old one. */
async function toTableHead(db: Db, files: readonly JournalFile[]): Promise<ChainHead> {
  const head = await findHead(db);
  const checkpoint = head.no === 0 ? await findJournalCheckpoint(files) : null;
  if (!checkpoint) return head;
  await insertCheckpoint(db, checkpoint);
  return { no: checkpoint.lastNo, hash: checkpoint.lastHash };
}

async function findJournalCheckpoint(files: readonly JournalFile[]): Promise<Checkpoint | null> {
  for (const file of files.toReversed()) {
    let last: Checkpoint | null = null;
    for await (const line of readJournalFile(file)) {
      if (line?.kind === "checkpoint") last = line.checkpoint;
    }
    if (last) return last;
  }
  return null;
}

/** Puts the journal's rows after the table's last one back into the table, checking each. */
async function restoreRows(db: Db, files: readonly JournalFile[], head: ChainHead) {
  let last: ChainHead | null = null;
  let end = head;
  let restored = 0;
  let batch: AccessRow[] = [];
  for (const file of await toFilesFrom(files, head.no)) {
    for await (const line of readJournalFile(file)) {
      if (line === null) throw new JournalFaultError(`A line of ${file.name} cannot be read.`);
      if (line.kind === "checkpoint") continue;
      const { row } = line;
      if (row.no === head.no) requireSame(row, head);
      if (row.no > head.no) {
        requireNext(row, end);
        end = row;
        batch.push(row);
        restored += 1;
      }
      last = row;
      if (batch.length === ROWS_AT_ONCE) batch = await putBack(db, batch);
    }
  }
  await putBack(db, batch);
  return { last, restored };
}

/** The files that hold the row `no` and what follows it; the rest is as old as it is long. */
async function toFilesFrom(files: readonly JournalFile[], no: number): Promise<JournalFile[]> {
  const wanted: JournalFile[] = [];
  for (const file of files.toReversed()) {
    wanted.unshift(file);
    const first = await findFirstNo(file);
    if (first !== null && first <= no) break;
  }
  return wanted;
}

async function putBack(db: Db, batch: readonly AccessRow[]): Promise<AccessRow[]> {
  if (batch.length === 0 || (await insertRows(db, batch))) return [];
  throw new JournalFaultError("The table has other rows than the journal.");
}

async function appendRows(
  db: Db,
  last: ChainHead | null,
  append: (lines: readonly JournalLine[]) => Promise<void>,
): Promise<number> {
  if (last) await requireInTable(db, last);
  const checkpoint = last ? null : await findCheckpoint(db);
  if (checkpoint) await append([{ kind: "checkpoint", checkpoint }]);
  let appended = 0;
  for (let no = last?.no ?? 0; ; ) {
    const rows = await listRowsAfter(db, no, ROWS_AT_ONCE);
    if (rows.length === 0) return appended;
    await append(rows.map((row) => ({ kind: "row", row })));
    appended += rows.length;
    no = rows.at(-1)?.no ?? no;
  }
}

async function requireInTable(db: Db, last: ChainHead): Promise<void> {
  const row = await findRow(db, last.no);
  if (row) requireSame(row, last);
}

function requireSame(row: AccessRow, known: ChainHead): void {
  if (row.hash === known.hash) return;
  throw new JournalFaultError(`Row ${row.no} is not the same in the table and in the journal.`);
}

function requireNext(row: AccessRow, head: ChainHead): void {
  if (row.no === head.no + 1 && row.previousHash === head.hash && isIntact(row)) return;
  throw new JournalFaultError(`Row ${row.no} of the journal does not continue row ${head.no}.`);
}
