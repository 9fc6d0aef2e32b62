import "server-only";
import { createEndedRows, type EndedRows } from "../index/ended-rows";
import { type NamedRow, toNamedRow } from "../index/index-row";
import type { Executor } from "../index/index-writer";
import { isPastRetention } from "../index/retention";
import { noteUnreadable, type UnreadableRow } from "../index/unreadable-rows";
import { upsertRows } from "../index/upsert-sessions";
import type { WriterFacts } from "../index/writer-facts";
import type { Lane } from "./pace";
import type { SyncContext } from "./sync-context";
import { BATCH_AFTER_MS, BATCH_ROWS, FRESH_WINDOW_MS, PAGE_ROWS } from "./sync-settings";
import type { SourcePage } from "./sync-source";

export type Walk = {
  lane: Lane;
  query: { created_from?: string; created_to?: string; status?: "created" | "in_progress" };
  /** Nothing that had ended long ago is in the index yet; where it is after all, the walk fails. */
  isNew?: boolean;
  /** Told of every id when all is listed, and the last of it is still being written. */
  onListed?: ((ids: ReadonlySet<string>) => void) | undefined;
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
type Batch = { rows: NamedRow[]; ended: EndedRows | null; unreadable: UnreadableRow[] };

/** What is younger may also come by the way of what is new, and be written twice. */
const YOUNG_MS = 2 * FRESH_WINDOW_MS;

/**
 * Walks a list of Kayle's by its id cursor to its end and writes what it lists. While one batch is
 * written, the pages of the next are on their way; batches are written one after the other.
 *
 * @throws NotAllNewError from a walk of what `isNew`
 */
export async function walkRange(context: SyncContext, walk: Walk): Promise<Walked> {
  const { source, clock } = context;
  const ids = new Set<string>();
  let changed = 0;
  let batch = begin();
  let begunAt = performance.now();
  let isWriting = false;
  let after: string | undefined;
  let coming: Promise<SourcePage> | null = ask(undefined);
  let writing: Promise<number> = Promise.resolve(0);

  function ask(cursor: string | undefined): Promise<SourcePage> {
    const query = { ...walk.query, limit: PAGE_ROWS, ...(cursor && { starting_after: cursor }) };
    return heardLater(source.listPage(query, walk.lane));
  }

  function begin(): Batch {
    return { rows: [], ended: walk.isNew ? createEndedRows(context.db) : null, unreadable: [] };
  }

  try {
    while (coming) {
      const page: SourcePage = await coming;
      coming = page.next === null ? null : ask(page.next);
      await collect(context, page, after, batch, ids);
      after = page.next ?? undefined;
      const isLast = coming === null;
      const isDue = !isWriting && performance.now() - begunAt >= BATCH_AFTER_MS;
      if (!isLast && !isDue && countRows(batch) < BATCH_ROWS) continue;
      changed += await writing;
      isWriting = true;
      writing = heardLater(
        write(context, batch, isLast ? walk.finish : undefined, clock.now()).finally(() => {
          isWriting = false;
        }),
      );
      batch = begin();
      begunAt = performance.now();
    }
    walk.onListed?.(ids);
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

function countRows({ rows, ended }: Batch): number {
  return rows.length + (ended?.size ?? 0);
}

async function collect(
  { clock, settings: { retention } }: SyncContext,
  page: SourcePage,
  after: string | undefined,
  { rows, ended, unreadable }: Batch,
  ids: Set<string>,
): Promise<void> {
  const longEnded: NamedRow[] = [];
  const now = clock.now();
  for (const [at, row] of page.rows.entries()) {
    if ("session" in row) {
      const named = toNamedRow({ session: row.session, readAt: page.askedAt });
      ids.add(named.id);
      if (ended === null || named.completedAt === null || isYoung(named, now)) rows.push(named);
      else if (!isPastRetention(named, now, retention)) longEnded.push(named);
    } else {
      const { id, reason } = row.fault;
      // Without an id, the place in Kayle's order of ids is what stays the same.
      unreadable.push({ place: id ?? `${after ?? "start"}+${at}`, reason });
      if (id !== null) ids.add(id);
    }
  }
  await ended?.add(longEnded);
}

function isYoung({ createdAt }: NamedRow, now: Date): boolean {
  return now.getTime() - createdAt < YOUNG_MS;
}

async function write(
  { db, settings: { retention } }: SyncContext,
  { rows, ended, unreadable }: Batch,
  finish: Walk["finish"],
  now: Date,
): Promise<number> {
  const added = ended?.size ?? 0;
  const hasMore = added > 0 || unreadable.length > 0 || finish !== undefined;
  const alongside = async (tx: Executor, facts: WriterFacts) => {
    await ended?.write(tx, facts);
    await noteUnreadable(tx, unreadable, now);
    await finish?.(tx);
  };
  const changed = await upsertRows(db, rows, { now, retention, ...(hasMore && { alongside }) });
  return changed + added;
}
