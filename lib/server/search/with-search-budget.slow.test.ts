import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { describeOnEngine } from "@/test/engines";
import { isDeskError } from "../http/desk-error";
import { readRows } from "../index/index-writer";
import { withSearchBudget } from "./with-search-budget";

/** The code of the fault that it ends with. */
async function faultOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((fault: unknown) => fault);
  return isDeskError(error) ? error.code : error;
}

describeOnEngine("the budget of a search", (engine) => {
  test("ends a search that takes longer, and leaves nothing behind on its connection", async () => {
    const { db, name } = { ...engine.opened(), name: engine.name };
    // The built-in database cannot interrupt a statement: there the next one is not begun.
    const wait = name === "postgres" ? 60 : 0.2;
    const slow = withSearchBudget(
      db,
      async (ask) => {
        await ask(sql`select pg_sleep(${wait})`);
        return ask(sql`select 1`);
      },
      100,
    );
    expect(await faultOf(slow)).toBe("SEARCH_TOO_SLOW");
    const settings = await Promise.all(
      Array.from({ length: 10 }, () =>
        readRows<{ value: string }>(db, sql`select current_setting('statement_timeout') as value`),
      ),
    );
    expect(new Set(settings.flat().map(({ value }) => value))).toEqual(new Set(["0"]));
  });

  test("lets a search that is quick enough answer, and other faults be told as they are", async () => {
    const { db } = engine.opened();
    expect(await withSearchBudget(db, (ask) => ask(sql`select 1 as one`))).toEqual([{ one: 1 }]);
    const broken = withSearchBudget(db, (ask) => ask(sql`select 1 / 0`));
    expect(await faultOf(broken)).toBeInstanceOf(Error);
  });

  test("may only read", async () => {
    const write = withSearchBudget(engine.opened().db, (ask) =>
      ask(sql`delete from sync_state returning key`),
    );
    await expect(write).rejects.toThrow();
  });
});
