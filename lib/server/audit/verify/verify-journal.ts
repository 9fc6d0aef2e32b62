import "server-only";
import type { Db } from "../../db/db";
import { type AccessRow, isIntact } from "../access-row";
import { findCheckpoint } from "../access-store";
import { type JournalFile, listJournalFiles, readJournalFile } from "../journal/journal-files";
import { createFaultList, type FaultList } from "./fault-list";
import { walkRows } from "./verify-chain";

/** A row of the journal, and the number of the last one that the retention may have taken. */
type Walked = { rows: AsyncGenerator<AccessRow>; next: AccessRow | null };

/**
 * Compares the journal with the table, row by row. Rows that the retention took from the table may
 * still stand in the journal; nothing else may differ.
 */
export async function verifyJournal(db: Db, folder: string): Promise<string[]> {
  const faults = createFaultList();
  const removedUpTo = (await findCheckpoint(db))?.lastNo ?? 0;
  const journal = await startWalk(walkJournal(await listJournalFiles(folder), faults));
  const table = await startWalk(walkRows(db));
  while (journal.next || table.next) {
    const one = journal.next;
    const other = table.next;
    if (one && (!other || one.no < other.no)) {
      if (one.no > removedUpTo) faults.add(`Row ${one.no} is in the journal and not in the table.`);
      await advance(journal);
    } else if (other && (!one || other.no < one.no)) {
      faults.add(`Row ${other.no} is in the table and not in the journal.`);
      await advance(table);
    } else {
      if (one && other) compare(one, other, faults);
      await advance(journal);
      await advance(table);
    }
  }
  return faults.toLines();
}

function compare(inJournal: AccessRow, inTable: AccessRow, faults: FaultList): void {
  const { no } = inJournal;
  if (!isIntact(inJournal)) faults.add(`Row ${no} of the journal was changed.`);
  else if (inJournal.hash !== inTable.hash) faults.add(`Row ${no} differs from the journal.`);
}

async function* walkJournal(
  files: readonly JournalFile[],
  faults: FaultList,
): AsyncGenerator<AccessRow> {
  let lastNo = 0;
  for (const file of files) {
    let lineNo = 0;
    for await (const line of readJournalFile(file)) {
      lineNo += 1;
      if (line === null) faults.add(`Line ${lineNo} of ${file.name} cannot be read.`);
      if (line?.kind !== "row") continue;
      if (line.row.no <= lastNo) faults.add(`Line ${lineNo} of ${file.name} is out of order.`);
      else yield line.row;
      lastNo = Math.max(lastNo, line.row.no);
    }
  }
}

async function startWalk(rows: AsyncGenerator<AccessRow>): Promise<Walked> {
  const walked: Walked = { rows, next: null };
  await advance(walked);
  return walked;
}

async function advance(walked: Walked): Promise<void> {
  const step = await walked.rows.next();
  walked.next = step.done ? null : step.value;
}
