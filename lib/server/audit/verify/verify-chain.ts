import "server-only";
import type { Db } from "../../db/db";
import {
  type AccessRow,
  CHAIN_START,
  type ChainHead,
  type Checkpoint,
  isIntact,
} from "../access-row";
import { findCheckpoint, listRowsAfter } from "../access-store";
import { createFaultList, type FaultList } from "./fault-list";

const ROWS_OF_BATCH = 1_000;

export type Verification = {
  /** One sentence for each fault; none where the log is whole. */
  faults: string[];
  rowCount: number;
  head: ChainHead;
};

/**
 * Walks the whole chain: every row is what its hash says, continues the row before it, and the first
 * one begins where the retention stopped. `expected` is a head that was written down elsewhere.
 */
export async function verifyChain(db: Db, expected: ChainHead | null): Promise<Verification> {
  const faults = createFaultList();
  const checkpoint = await findCheckpoint(db);
  const start = checkpoint ? toHead(checkpoint) : CHAIN_START;
  let isExpectedFound = expected === null || isSameHead(start, expected);
  let last = start;
  let rowCount = 0;
  for await (const row of walkRows(db)) {
    checkRow(row, last, faults);
    last = { no: row.no, hash: row.hash };
    rowCount += 1;
    if (expected && isSameHead(last, expected)) isExpectedFound = true;
  }
  if (expected && !isExpectedFound) faults.add(describeMissing(expected, start, last));
  return { faults: faults.toLines(), rowCount, head: last };
}

/** Every row in order, some at a time. */
export async function* walkRows(db: Db): AsyncGenerator<AccessRow> {
  for (let no = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await listRowsAfter(db, no, ROWS_OF_BATCH);
    yield* rows;
    const end = rows.at(-1);
    if (!end) return;
    no = end.no;
  }
}

function checkRow(row: AccessRow, before: ChainHead, faults: FaultList): void {
  const { no } = row;
  if (!isIntact(row)) faults.add(`Row ${no} was changed: it is not what its hash was made of.`);
  if (no !== before.no + 1) {
    faults.add(
      no > before.no + 1 ? describeGap(before.no + 1, no - 1) : describeOld(no, before.no),
    );
  } else if (row.previousHash !== before.hash) {
    faults.add(
      `Row ${no} does not continue row ${before.no}: one of them was put in or exchanged.`,
    );
  }
}

function describeGap(from: number, to: number): string {
  return from === to ? `Row ${from} is missing.` : `Rows ${from} to ${to} are missing.`;
}

function describeOld(no: number, lastNo: number): string {
  return `Row ${no} stands where only rows after ${lastNo} belong.`;
}

function describeMissing(expected: ChainHead, start: ChainHead, last: ChainHead): string {
  const { no } = expected;
  if (no > last.no) return `The log ends at row ${last.no}: its end, up to row ${no}, was cut off.`;
  if (no < start.no) return `Row ${no} is past the retention, so it can no longer be compared.`;
  return `Row ${no} is not the one that was written down: the log was made anew.`;
}

function toHead({ lastNo, lastHash }: Checkpoint): ChainHead {
  return { no: lastNo, hash: lastHash };
}

function isSameHead(one: ChainHead, other: ChainHead): boolean {
  return one.no === other.no && one.hash === other.hash;
}
