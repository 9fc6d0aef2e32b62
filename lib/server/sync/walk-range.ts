import "server-only";
import { type NamedRow, toNamedRow } from "../index/index-row";
import type { Executor } from "../index/index-writer";
import { noteUnreadable, type UnreadableRow } from "../index/unreadable-rows";
import { upsertRows } from "../index/upsert-sessions";
import type { Lane } from "./pace";
import type { SyncContext } from "./sync-context";
import { BATCH_AFTER_MS, BATCH_ROWS, PAGE_ROWS } from "./sync-settings";
import type { SourcePage } from "./sync-source";

export type Walk = {
  lane: Lane;
  query: { created_from?: string; created_to?: string; status?: "created" | "in_progress" };
  /** Runs in the transaction that writes the last rows. */
  finish?: ((tx: Executor) => Promise<void>) | undefined;
};

export type Walked = {
  /** Every id that was listed, readable or not. */
  ids: Set<string>;
  /** How many rows of the index it changed. */
  changed: number;
};

/** Sessions are taken apart as they come: what waits to be written is kept small. */
type Batch = { rows: NamedRow[]; unreadable: UnreadableRow[] };

/**
 * Walks a list of Kayle's by its id cursor to its end and writes what it lists. While one batch is
 * written, the pages of the next are on their way; batches are written one after the other.
 */
export async function walkRange(context: SyncContext, walk: Walk): Promise<Walked> {
  const { source, clock } = context;
  const ids = new Set<string>();
  let changed = 0;
  let batch: Batch = { rows: [], unreadable: [] };
  let begunAt = performance.now();
  let isWriting = false;
  let after: string | undefined;
  let coming: Promise<SourcePage> | null = ask(undefined);
  let writing: Promise<number> = Promise.resolve(0);

  function ask(cursor: string | undefined): Promise<SourcePage> {
    const query = { ...walk.query, limit: PAGE_ROWS, ...(cursor && { starting_after: cursor }) };
    return heardLater(source.listPage(query, walk.lane));
  }

  try {
    while (coming) {
      const page: SourcePage = await coming;
      coming = page.next === null ? null : ask(page.next);
      collect(page, after, batch, ids);
      after = page.next ?? undefined;
      const isLast = coming === null;
      const isDue = !isWriting && performance.now() - begunAt >= BATCH_AFTER_MS;
      if (!isLast && !isDue && batch.rows.length < BATCH_ROWS) continue;
      changed += await writing;
      isWriting = true;
      writing = heardLater(
        write(context, batch, isLast ? walk.finish : undefined, clock.now()).finally(() => {
          isWriting = false;
        }),
      );
      batch = { rows: [], unreadable: [] };
      begunAt = performance.now();
    }
    return { ids, changed: changed + (await writing) };
  } finally {
    // Whoever goes on after a failure must not meet a write that is still under way.
    await writing.catch(() => undefined);
  }
}

/** Who awaits it hears of its failure; until then it must not count as unhandled. */
function heardLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

function collect(
  page: SourcePage,
  after: string | undefined,
  { rows, unreadable }: Batch,
  ids: Set<string>,
): void {
  for (const [at, row] of page.rows.entries()) {
    if ("session" in row) {
      rows.push(toNamedRow({ session: row.session, readAt: page.askedAt }));
      ids.add(row.session.id);
    } else {
      const { id, reason } = row.fault;
      // Without an id, the place in Kayle's order of ids is what stays the same.
      unreadable.push({ place: id ?? `${after ?? "start"}+${at}`, reason });
      if (id !== null) ids.add(id);
    }
  }
}

function write(
  { db, settings: { retention } }: SyncContext,
  { rows, unreadable }: Batch,
  finish: Walk["finish"],
  now: Date,
): Promise<number> {
  const hasMore = unreadable.length > 0 || finish !== undefined;
  const alongside = async (tx: Executor) => {
    await noteUnreadable(tx, unreadable, now);
    await finish?.(tx);
  };
  return upsertRows(db, rows, { now, retention, ...(hasMore && { alongside }) });
}
