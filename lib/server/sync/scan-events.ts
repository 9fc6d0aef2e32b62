import "server-only";
import { upsertEvents } from "../events/upsert-events";
import type { Executor } from "../index/index-writer";
import type { Priority } from "./rate-limiter";
import type { SyncContext } from "./sync-context";
import { PAGE_ROWS } from "./sync-settings";
import type { EventPage } from "./sync-source";

export type EventScan = {
  priority: Priority;
  query: { created_from: string; created_to?: string };
  /** Where an earlier scan of the same stretch stopped. */
  after: string | null;
  pagesMax: number;
  /** Runs in the transaction that writes the last page. */
  finish(tx: Executor, scanned: EventsScanned): Promise<void>;
};

export type EventsScanned = {
  /** When the first page was asked for. */
  askedAt: Date;
  newest: Date | null;
  oldest: Date | null;
  /** The last event that was read, where more follow; null at the end. */
  after: string | null;
  /** Ids or places of events that could not be read, and why. */
  unreadable: { place: string; reason: string }[];
};

/**
 * Scans Kayle's events from the newest on, at most `pagesMax` pages, and writes them page by page. Null
 * when the key may not read them. @throws UpstreamError, and then nothing notes how far it came.
 */
export async function scanEvents(
  context: SyncContext,
  scan: EventScan,
): Promise<EventsScanned | null> {
  let scanned: EventsScanned | null = null;
  for (let pages = 1; ; pages++) {
    const cursor = scanned ? scanned.after : scan.after;
    const query = { ...scan.query, limit: PAGE_ROWS, ...(cursor && { starting_after: cursor }) };
    const page = await context.source.listEvents(query, scan.priority);
    if (page === null) return null;
    const sofar: EventsScanned = addPage(scanned, page, cursor);
    scanned = sofar;
    const isLast = sofar.after === null || pages >= scan.pagesMax;
    const alongside = isLast ? (tx: Executor) => scan.finish(tx, sofar) : undefined;
    await writePage(context, page, alongside);
    if (isLast) return sofar;
  }
}

function addPage(
  scanned: EventsScanned | null,
  page: EventPage,
  cursor: string | null,
): EventsScanned {
  const times = page.rows.flatMap((row) => ("event" in row ? [row.event.created_at] : []));
  const moments = times.map((time) => Date.parse(time));
  const faults = page.rows.flatMap((row, at) => {
    if ("event" in row) return [];
    return [{ place: row.fault.id ?? `${cursor ?? "start"}+${at}`, reason: row.fault.reason }];
  });
  const bounds = [scanned?.newest, scanned?.oldest].flatMap((bound) => bound?.getTime() ?? []);
  const all = [...moments, ...bounds];
  return {
    askedAt: scanned?.askedAt ?? page.askedAt,
    newest: all.length > 0 ? new Date(Math.max(...all)) : null,
    oldest: all.length > 0 ? new Date(Math.min(...all)) : null,
    after: page.next,
    unreadable: [...(scanned?.unreadable ?? []), ...faults],
  };
}

async function writePage(
  { db, clock, settings: { retention } }: SyncContext,
  { rows, askedAt }: EventPage,
  alongside: ((tx: Executor) => Promise<void>) | undefined,
): Promise<void> {
  const events = rows.flatMap((row) => ("event" in row ? [row.event] : []));
  await upsertEvents(db, events, { askedAt, now: clock.now(), retention, alongside });
}
