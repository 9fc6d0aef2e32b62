import "server-only";
import type { Executor } from "../index/index-writer";
import { noteUnreadable, type UnreadableRow } from "../index/unreadable-rows";
import { upsertSessions } from "../index/upsert-sessions";
import type { Priority } from "./rate-limiter";
import type { SyncContext } from "./sync-context";
import { PAGE_ROWS } from "./sync-settings";
import type { SourcePage } from "./sync-source";

type Scan = {
  priority: Priority;
  query: { created_from?: string; created_to?: string; status?: "created" | "in_progress" };
  /** Runs in the transaction that writes the last page. */
  finish?: (tx: Executor) => Promise<void>;
};

/**
 * Scans a list of Kayle's by its id cursor to its end and writes it page by page; the next page is on
 * its way while one is written. Gives every id that was listed, readable or not.
 */
export async function scanPages(context: SyncContext, scan: Scan): Promise<Set<string>> {
  const ids = new Set<string>();
  let after: string | undefined;
  let coming: Promise<SourcePage> | null = ask(undefined);

  function ask(cursor: string | undefined): Promise<SourcePage> {
    const query = { ...scan.query, limit: PAGE_ROWS, ...(cursor && { starting_after: cursor }) };
    const page = context.source.listPage(query, scan.priority);
    // Handled where it is awaited; this only silences the unhandled-rejection warning.
    page.catch(() => undefined);
    return page;
  }

  while (coming) {
    const page: SourcePage = await coming;
    coming = page.next === null ? null : ask(page.next);
    const unreadable = findUnreadable(page, after);
    for (const row of page.rows) {
      const id = "session" in row ? row.session.id : row.fault.id;
      if (id !== null) ids.add(id);
    }
    await writePage(context, page, unreadable, coming === null ? scan.finish : undefined);
    after = page.next ?? undefined;
  }
  return ids;
}

function findUnreadable({ rows }: SourcePage, after: string | undefined): UnreadableRow[] {
  return rows.flatMap((row, at) => {
    if ("session" in row) return [];
    // Without an id, the place in Kayle's order of ids is what stays the same.
    return [{ place: row.fault.id ?? `${after ?? "start"}+${at}`, reason: row.fault.reason }];
  });
}

async function writePage(
  { db, clock, settings: { retention } }: SyncContext,
  { rows, askedAt }: SourcePage,
  unreadable: readonly UnreadableRow[],
  finish: Scan["finish"],
): Promise<void> {
  const now = clock.now();
  const reads = rows.flatMap((row) =>
    "session" in row ? [{ session: row.session, readAt: askedAt }] : [],
  );
  const alongside = async (tx: Executor) => {
    await noteUnreadable(tx, unreadable, now);
    await finish?.(tx);
  };
  const hasMore = unreadable.length > 0 || finish !== undefined;
  await upsertSessions(db, reads, { now, retention, ...(hasMore && { alongside }) });
}
