import "server-only";
import { toCode } from "../../db/database-fault-error";
import type { Db } from "../../db/db";
import { getLogger } from "../../logger";
import type { AccessRow } from "../access-row";
import { insertRows } from "../access-store";
import type { AccessJournal, ChainStore } from "../chain-store";

/** Rows that the table may be behind; the built-in database stands still for seconds when it sweeps up. */
const BEHIND_MAX = 5_000;

/**
 * Rows count as written when the journal has them on the disk. The table was asked to take them just
 * before, and answers in the order of the questions, so whoever asks it afterwards finds them. What
 * only one of the two took, the other gets before the next row is written.
 */
export function createJournaledStore(db: Db, journal: AccessJournal): ChainStore {
  let mayDiffer = true;
  let behind = 0;
  let settled: Promise<void> = Promise.resolve();

  /** Each insert asks for the row before it, so one that fails lets none after it through. */
  async function insert(rows: readonly AccessRow[]): Promise<void> {
    behind += rows.length;
    try {
      if (!(await insertRows(db, rows)))
        throw new Error("The table does not end before these rows.");
    } catch (error) {
      mayDiffer = true;
      getLogger().error({ fault: toCode(error) }, "the access log's table did not take a row");
    } finally {
      behind -= rows.length;
    }
  }

  return {
    async prepare() {
      if (behind >= BEHIND_MAX) await settled;
      if (!mayDiffer) return false;
      await settled;
      await journal.reconcile(db);
      mayDiffer = false;
      return true;
    },
    async add(rows) {
      const before = settled;
      const inserted = insert(rows);
      settled = before.then(() => inserted);
      try {
        await journal.append(rows);
      } catch (error) {
        mayDiffer = true;
        throw error;
      }
      return true;
    },
  };
}
