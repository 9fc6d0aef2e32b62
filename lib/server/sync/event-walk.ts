import "server-only";
import { type UpsertEventsOptions, upsertEvents } from "../events/upsert-events";
import type { Executor } from "../index/index-writer";
import type { Lane } from "./pace";
import type { SettledEvents } from "./settled-events";
import type { SyncContext } from "./sync-context";
import { BATCH_EVENTS, PAGE_ROWS } from "./sync-settings";
import type { EventPage } from "./sync-source";

export type EventWalk = {
  lane: Lane;
  query: { created_from: string; created_to?: string };
  /** Where an earlier walk of the same stretch stopped. */
  after: string | null;
  pagesMax: number;
  /** Keeps out what need not be written again. */
  settled?: SettledEvents;
  /** Runs in the transaction that writes the last page. */
  finish(tx: Executor, walked: EventsWalked): Promise<void>;
};

export type EventsWalked = {
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
 * Walks Kayle's events from the newest on, at most so many pages, and writes them page by page. Null
 * when the key may not read them. @throws UpstreamError, and then where the walk stood is not noted.
 */
export async function walkEvents(
  context: SyncContext,
  walk: EventWalk,
): Promise<EventsWalked | null> {
  let walked: EventsWalked | null = null;
  for (let pages = 1; ; pages++) {
    const cursor = walked ? walked.after : walk.after;
    const query = { ...walk.query, limit: PAGE_ROWS, ...(cursor && { starting_after: cursor }) };
    const page = await context.source.listEvents(query, walk.lane);
    if (page === null) return null;
    const sofar: EventsWalked = addPage(walked, page, cursor);
    walked = sofar;
    const isLast = sofar.after === null || pages >= walk.pagesMax;
    const alongside = isLast ? (tx: Executor) => walk.finish(tx, sofar) : undefined;
    await writePage(context, page, { settled: walk.settled, alongside });
    if (isLast) return sofar;
  }
}

function addPage(
  walked: EventsWalked | null,
  page: EventPage,
  cursor: string | null,
): EventsWalked {
  const times = page.rows.flatMap((row) => ("event" in row ? [row.event.created_at] : []));
  const moments = times.map((time) => Date.parse(time));
  const faults = page.rows.flatMap((row, at) => {
    if ("event" in row) return [];
    return [{ place: row.fault.id ?? `${cursor ?? "start"}+${at}`, reason: row.fault.reason }];
  });
  const bounds = [walked?.newest, walked?.oldest].flatMap((bound) => bound?.getTime() ?? []);
  const all = [...moments, ...bounds];
  return {
    askedAt: walked?.askedAt ?? page.askedAt,
    newest: all.length > 0 ? new Date(Math.max(...all)) : null,
    oldest: all.length > 0 ? new Date(Math.min(...all)) : null,
    after: page.next,
    unreadable: [...(walked?.unreadable ?? []), ...faults],
  };
}

/**
 * Some events at a time, because the built-in database answers nobody else while it writes, and people
 * search meanwhile. Those of a page that was broken off are read and written once more.
 */
async function writePage(
  { db, clock, settings: { retention } }: SyncContext,
  { rows, askedAt }: EventPage,
  { settled, alongside }: Pick<EventWalk, "settled"> & Pick<UpsertEventsOptions, "alongside">,
): Promise<void> {
  const listed = rows.flatMap((row) => ("event" in row ? [row.event] : []));
  const events = settled?.leaveOut(listed) ?? listed;
  const options = { askedAt, now: clock.now(), retention };
  for (let from = 0; from < events.length - BATCH_EVENTS; from += BATCH_EVENTS) {
    const written = await upsertEvents(db, events.slice(from, from + BATCH_EVENTS), options);
    settled?.note(written);
  }
  const rest = events.length % BATCH_EVENTS || BATCH_EVENTS;
  const written = await upsertEvents(db, events.slice(-rest), { ...options, alongside });
  settled?.note(written);
}
