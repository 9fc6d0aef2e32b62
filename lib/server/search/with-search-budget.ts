import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { toCode } from "../db/database-fault-error";
import type { Db } from "../db/db";
import { DeskError } from "../http/desk-error";
import { readRows } from "../index/index-writer";

/** Runs one statement of a search and gives its rows. */
export type Ask = <T>(query: SQL) => Promise<T[]>;

const BUDGET_MS = 2_000;
/** Setting the time-out anew costs a round trip, which quick statements need not wait for. */
const TOLERANCE_MS = 100;
/** Postgres's code for a statement that ran into its time-out. */
const QUERY_CANCELED = "57014";

/**
 * Runs the statements of one search over one state of the database, 2 s at most all together. Settings are
 * the transaction's own, so that a pooler may stand before the server. The built-in database cannot
 * interrupt a statement; there the time is looked at between two.
 *
 * @throws DeskError SEARCH_TOO_SLOW
 */
export async function withSearchBudget<T>(
  db: Db,
  act: (ask: Ask) => Promise<T>,
  budgetMs = BUDGET_MS,
): Promise<T> {
  try {
    return await db.transaction(
      (tx) => {
        const endsAt = performance.now() + budgetMs;
        let timeoutMs = Number.POSITIVE_INFINITY;
        return act(async (query) => {
          const left = Math.ceil(endsAt - performance.now());
          if (left <= 0) throw toTooSlow();
          if (timeoutMs - left > TOLERANCE_MS) {
            timeoutMs = left;
            // Compiling a statement takes longer than any statement here may.
            await tx.execute(sql`select set_config('statement_timeout', ${String(left)}, true),
              set_config('jit', 'off', true)`);
          }
          return readRows(tx, query);
        });
      },
      { isolationLevel: "repeatable read", accessMode: "read only" },
    );
  } catch (error) {
    throw toCode(error) === QUERY_CANCELED ? toTooSlow() : error;
  }
}

function toTooSlow(): DeskError {
  return new DeskError("SEARCH_TOO_SLOW", { logDetail: `more than ${BUDGET_MS} ms` });
}
