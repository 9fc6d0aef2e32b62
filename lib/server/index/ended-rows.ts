import "server-only";
import { isUniqueViolation } from "../db/database-fault-error";
import type { Db } from "../db/db";
import { forgetDictionaries, resolveNumbers } from "./dictionaries";
import type { NamedRow } from "./index-row";
import type { Executor } from "./index-writer";
import { createRowCopy, type RowCopy } from "./stored-rows";
import { forgetUnreadable } from "./unreadable-rows";
import { readWriterFacts, type WriterFacts } from "./writer-facts";

/** The index has one of these sessions already, or had: each must be compared with what is there. */
export class NotAllNewError extends Error {
  override readonly name = "NotAllNewError";

  constructor() {
    super("Not every session is new to the index.");
  }
}

/**
 * Sessions that have ended and that the index has never had. They are packed for their copy as they come,
 * so that what waits to be written is bytes: to look each of a first fill's million up, and to keep them as
 * objects meanwhile, took 6 to 13 % more of the processors.
 */
export type EndedRows = {
  readonly size: number;
  add(rows: readonly NamedRow[]): Promise<void>;
  /**
   * Under the writer's lock, where `facts` were read.
   *
   * @throws NotAllNewError; the transaction can only be rolled back then
   */
  write(tx: Executor, facts: WriterFacts): Promise<void>;
};

/** Room is made for more; a buffer that is mostly empty counts whole when the next collection is due. */
const ROWS_AT_FIRST = 1_000;

/**
 * Whether it is worth trying: not once a session has gone, since it must not come back unnoticed. From then
 * on numbers are those of the index's present epoch.
 */
export async function mayCopyEnded(db: Db): Promise<boolean> {
  const { lastGone, epoch } = await readWriterFacts(db);
  forgetDictionaries(db, epoch);
  return lastGone === null;
}

export function createEndedRows(db: Db): EndedRows {
  const ids: string[] = [];
  let epoch: string | null | undefined;
  let copy: RowCopy | null = null;

  return {
    get size() {
      return ids.length;
    },
    async add(rows) {
      if (rows.length === 0) return;
      const resolved = await resolveNumbers(
        db,
        rows.map(({ names }) => names),
      );
      // Numbers of two epochs are none.
      epoch = epoch === undefined || epoch === resolved.epoch ? resolved.epoch : null;
      copy ??= createRowCopy(ROWS_AT_FIRST);
      for (const [at, row] of rows.entries()) {
        const numbers = resolved.numbers[at];
        if (!numbers) continue;
        copy.add(row, numbers);
        ids.push(row.id);
      }
    },
    async write(tx, facts) {
      if (copy === null) return;
      if (facts.epoch !== epoch || facts.lastGone !== null) throw new NotAllNewError();
      if (facts.hasUnreadable) await forgetUnreadable(tx, ids);
      try {
        await copy.write(tx);
      } catch (error) {
        throw isUniqueViolation(error) ? new NotAllNewError() : error;
      }
    },
  };
}
