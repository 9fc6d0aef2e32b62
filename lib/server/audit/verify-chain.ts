import "server-only";
import type { Db } from "../db/db";
import {
  type AccessLogKey,
  type AccessRow,
  CHAIN_START,
  type ChainHead,
  isIntact,
} from "./access-chain";
import { findRetentionRow, listRowsAfter } from "./access-store";
import { toRemovedUpTo } from "./retention";

const ROWS_OF_BATCH = 1_000;
/** Enough to see what happened; a log of which everything is wrong need not be printed. */
const FAULTS_MAX = 20;

export type Verification = {
  /** One sentence for each fault; none where the log is whole. */
  faults: string[];
  rowCount: number;
  head: ChainHead;
};

export type VerifyOptions = {
  /** The key of today, then those before it, the newest first. */
  keys: readonly AccessLogKey[];
  /** A head that was written down elsewhere. */
  expected?: ChainHead | null;
};

/**
 * Checks the whole chain: every row is as it was sealed, continues the row before it, and the first
 * one begins where the retention stopped. An older key counts only until a newer one is in use, and
 * the last row must have today's.
 */
export async function verifyChain(
  db: Db,
  { keys, expected = null }: VerifyOptions,
): Promise<Verification> {
  const faults = createFaultList();
  const seals = createSealCheck(keys, faults);
  const retention = await findRetentionRow(db);
  const start = retention ? { no: toRemovedUpTo(retention), hash: null } : CHAIN_START;
  let isExpectedFound = expected === null || expected.no === 0;
  let last: Before = start;
  let head = CHAIN_START;
  let rowCount = 0;
  for await (const row of readAllRows(db)) {
    seals.check(row);
    checkPlace(row, last, faults);
    head = { no: row.no, hash: row.hash };
    last = head;
    rowCount += 1;
    if (expected?.no === row.no && expected.hash === row.hash) isExpectedFound = true;
  }
  seals.end();
  if (expected && !isExpectedFound) faults.add(describeMissing(expected, start, last));
  return { faults: faults.toLines(), rowCount, head };
}

/** What a row must continue; the hash of a row that the retention took away is not known. */
type Before = { no: number; hash: string | null };

/** Every row in order, some at a time. */
async function* readAllRows(db: Db): AsyncGenerator<AccessRow> {
  for (let no = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await listRowsAfter(db, no, ROWS_OF_BATCH);
    yield* rows;
    const end = rows.at(-1);
    if (!end) return;
    no = end.no;
  }
}

/** Looks for the key of each row, from the oldest on and never back; rows that fit none are one fault. */
function createSealCheck(keys: readonly AccessLogKey[], faults: FaultList) {
  let inUse = keys.length - 1;
  let hasFit = false;
  let unfit: { from: number; to: number } | null = null;

  function tellUnfit(isBeforeNewKey: boolean): void {
    if (unfit) faults.add(describeUnfit(unfit, isBeforeNewKey || !hasFit));
    unfit = null;
  }

  return {
    check(row: AccessRow): void {
      const newest = keys.slice(0, inUse + 1);
      const found = newest.findLastIndex((key) => isIntact(row, key));
      if (found === -1) {
        unfit = { from: unfit?.from ?? row.no, to: row.no };
        return;
      }
      tellUnfit(row.event === "key_change");
      inUse = found;
      hasFit = true;
    },
    end(): void {
      tellUnfit(false);
      if (hasFit && inUse > 0) {
        faults.add(
          "The log ends with an older key. Start the desk once with today's; if it was, its end was cut off.",
        );
      }
    },
  };
}

function describeUnfit({ from, to }: { from: number; to: number }, mayLackKey: boolean): string {
  const rows = from === to ? `Row ${from} was` : `Rows ${from} to ${to} were`;
  if (!mayLackKey) return `${rows} changed: not what was sealed.`;
  return `${rows} changed, or sealed with a key that is not given (ACCESS_LOG_PREVIOUS_KEYS).`;
}

function checkPlace(row: AccessRow, before: Before, faults: FaultList): void {
  const { no } = row;
  if (no > before.no + 1) faults.add(describeGap(before.no + 1, no - 1));
  else if (no <= before.no)
    faults.add(`Row ${no} stands where only rows after ${before.no} belong.`);
  else if (before.hash !== null && row.previousHash !== before.hash) {
    faults.add(
      `Row ${no} does not continue row ${before.no}: one of them was put in or exchanged.`,
    );
  }
}

function describeGap(from: number, to: number): string {
  return from === to ? `Row ${from} is missing.` : `Rows ${from} to ${to} are missing.`;
}

function describeMissing({ no }: ChainHead, start: Before, last: Before): string {
  if (no > last.no) return `The log ends at row ${last.no}: its end, up to row ${no}, was cut off.`;
  if (no <= start.no) return `Row ${no} is past the retention, so it can no longer be compared.`;
  return `Row ${no} is not the one that was written down: the log was made anew.`;
}

type FaultList = { add(fault: string): void; toLines(): string[] };

function createFaultList(): FaultList {
  const faults: string[] = [];
  let more = 0;
  return {
    add(fault) {
      if (faults.length < FAULTS_MAX) faults.push(fault);
      else more += 1;
    },
    toLines: () => (more > 0 ? [...faults, `And ${more} more.`] : [...faults]),
  };
}
